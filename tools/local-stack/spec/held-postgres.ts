import { Client } from 'pg';
import { end, type HeldPostgres, holdPostgres } from '../held-postgres.cjs';

export { end, type HeldPostgres, holdPostgres };

export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
