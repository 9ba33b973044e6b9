import { randomUUID } from 'node:crypto';
import { createPostgresEventStore } from '@parley/event-store';
import { type Client } from 'pg';
import { freshDatabase, withConnections } from '../database';
import { type Compared, inTurns, type Percentiles, percentiles } from '../report/statistics';

const CALLERS = 32;
const TURNS = 5;
const TURN_MS = 1_500;

/** As long as a text message of about 200 characters with its ids. */
const DATA = { messageId: randomUUID(), text: 'x'.repeat(200), sentAt: new Date(0).toISOString() };
const METADATA = { correlationId: randomUUID(), causationId: randomUUID() };

export interface AppendResult extends Compared {
  /** Milliseconds that one of the callers waited. */
  readonly latency: Percentiles;
}

/** One event an append by 32 callers through the event store, against as many connections that insert the same bytes row by row. */
export async function measureAppend(serverUrl: string): Promise<AppendResult> {
  const databaseUrl = await freshDatabase(serverUrl, 'bench_append');
  const store = await createPostgresEventStore({ databaseUrl, applicationName: 'bench' });
  const latencies: number[] = [];
  const append = (caller: number, turn: number) => {
    let revision = -1;
    return async () => {
      const sentMs = performance.now();
      const event = { id: randomUUID(), type: 'MessageSent', data: DATA, metadata: METADATA };
      await store.append({ stream: `conversation-${turn}-${caller}`, expectedRevision: revision === -1 ? 'no-stream' : revision, events: [event] });
      revision++;
      latencies.push(performance.now() - sentMs);
    };
  };
  try {
    const compared = await withConnections(databaseUrl, CALLERS, async (clients) => {
      await clients[0]!.query(RAW_TABLE);
      return inTurns(TURNS, {
        ceiling: (turn) => callsPerSecond(clients.map((client, caller) => insert(client, `conversation-${turn}-${caller}`))),
        figure: (turn) => callsPerSecond(clients.map((_, caller) => append(caller, turn))),
      });
    });
    return { ...compared, latency: percentiles(latencies) };
  } finally {
    await store.close();
  }
}

const RAW_TABLE = `create table bench_raw (position bigint generated always as identity primary key, stream text not null, revision integer not null,
  id uuid not null, type text not null, data json not null, metadata json not null, recorded_at timestamptz not null default now())`;

function insert(client: Client, stream: string): () => Promise<unknown> {
  let revision = 0;
  return () =>
    client.query({
      name: 'raw',
      text: 'insert into bench_raw (stream, revision, id, type, data, metadata) values ($1, $2, $3, $4, $5, $6)',
      values: [stream, revision++, randomUUID(), 'MessageSent', JSON.stringify(DATA), JSON.stringify(METADATA)],
    });
}

/** Every caller calls again as soon as it is answered. */
async function callsPerSecond(callers: readonly (() => Promise<unknown>)[]): Promise<number> {
  const startedMs = performance.now();
  let calls = 0;
  const run = async (call: () => Promise<unknown>) => {
    for (; performance.now() - startedMs < TURN_MS; calls++) await call();
  };
  await Promise.all(callers.map(run));
  return (calls * 1000) / (performance.now() - startedMs);
}
