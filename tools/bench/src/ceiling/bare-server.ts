import { fork } from 'node:child_process';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { WEBHOOK_PATH } from '../load/notifications';

const CONNECTIONS = 16;

/** What a process that starts with this word does; see {@link startBareServer}. */
export const BARE_SERVER = 'bare-server';

/**
 * Starts, in a process of its own, the least that could do the work: an HTTP server that checks the signature and stores the
 * body by one plain insert. Other paths than the webhook's are commands: JSON instead of a signature.
 */
export async function startBareServer(settings: { databaseUrl: string; appSecret: string }): Promise<{ port: number; stop: () => void }> {
  const child = fork(__filename, [BARE_SERVER], {
    env: { ...process.env, DATABASE_URL: settings.databaseUrl, WHATSAPP_APP_SECRET: settings.appSecret },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', () => reject(new Error('the bare server did not start')));
  });
  return { port, stop: () => child.disconnect() };
}

/** Serves until the parent is gone; tells it the port. */
export async function bareServer(env: NodeJS.ProcessEnv): Promise<void> {
  const pool = new Pool({ connectionString: env['DATABASE_URL'], max: CONNECTIONS });
  const secret = env['WHATSAPP_APP_SECRET'] ?? '';
  await pool.query('create table if not exists bench_bare (id bigint generated always as identity primary key, body text not null)');
  const server = createServer((request, response) => {
    store(request, response, { pool, secret }).catch(() => response.writeHead(503).end());
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.once('disconnect', () => process.exit(0));
}

async function store(request: IncomingMessage, response: ServerResponse, { pool, secret }: { pool: Pool; secret: string }): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const isWebhook = request.url === WEBHOOK_PATH;
  if (isWebhook && !isSigned(request, bytes, secret)) {
    response.writeHead(401).end();
    return;
  }
  const body = bytes.toString();
  if (!isWebhook) JSON.parse(body);
  await pool.query({ name: 'bare', text: 'insert into bench_bare (body) values ($1)', values: [body] });
  response.writeHead(isWebhook ? 200 : 202, { 'content-length': 0 }).end();
}

function isSigned(request: IncomingMessage, bytes: Buffer, secret: string): boolean {
  const given = Buffer.from(String(request.headers['x-hub-signature-256'] ?? ''));
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
