import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '@parley/contracts';
import { createMessageBus } from '@parley/message-bus';
import type { Client } from 'pg';
import { freshDatabase, withConnections } from '../database';
import { type Compared, inTurns } from '../report/statistics';
import { forgetGroups } from './kafka/groups';
import { history } from './history';

const TURNS = 3;
const CONVERSATIONS = 3_000;
const ROWS_AT_ONCE = 500;
const WITHIN_MS = 60_000;

export interface CatchUpSettings {
  readonly root: string;
  readonly serverUrl: string;
  readonly config: string;
  readonly port: string;
  /** Where the topic is; in the service's database when absent. */
  readonly brokers?: string;
}

type Located = CatchUpSettings & { readonly databaseUrl: string };

/** Events per second that the reporting service folds into its rows from a full topic, against raw multi-row upserts of as many rows. */
export async function measureCatchUp(settings: CatchUpSettings): Promise<Compared> {
  const records = history(CONVERSATIONS);
  const catchUp = async (name: string) => {
    const databaseUrl = await freshDatabase(settings.serverUrl, `bench_catch_up_${name}`);
    // What is in Kafka stays there: that nobody has read of it yet is enough.
    if (settings.brokers === undefined || name === 'first') await publish({ ...settings, databaseUrl }, records);
    else await forgetGroups(settings.brokers);
    const perSecond = await withConnections(databaseUrl, 1, ([client]) =>
      caughtUpPerSecond(client!, { ...settings, databaseUrl, total: records.length }),
    );
    return { databaseUrl, perSecond };
  };
  const { databaseUrl } = await catchUp('first');
  return inTurns(TURNS, {
    ceiling: (turn) => upsertsPerSecond(databaseUrl, { rows: records.length, keys: CONVERSATIONS, turn }),
    figure: async (turn) => (await catchUp(String(turn))).perSecond,
  });
}

async function publish({ databaseUrl, brokers }: Located, records: ReturnType<typeof history>): Promise<void> {
  const bus = await createMessageBus({ databaseUrl, applicationName: 'bench', kafka: brokers === undefined ? undefined : { brokers: [brokers] } });
  try {
    for (let from = 0; from < records.length; from += ROWS_AT_ONCE) await bus.publish(TOPICS.conversationEvents, records.slice(from, from + ROWS_AT_ONCE));
  } finally {
    await bus.close();
  }
}

/** Starts the service on a full topic; its own start does not count. */
async function caughtUpPerSecond(client: Client, run: Located & { total: number }): Promise<number> {
  const service = startReporting(run);
  try {
    const beganMs = performance.now();
    let first: { count: number; atMs: number } | undefined;
    for (;;) {
      const [count, atMs] = [await committed(client), performance.now()];
      if (count > 0) first ??= { count, atMs };
      if (first && count >= run.total) return ((count - first.count) * 1000) / (atMs - first.atMs);
      if (service.exitCode !== null || atMs - beganMs > WITHIN_MS) throw new Error(`the reporting service caught up with ${count} of ${run.total} events only`);
      await sleep(5);
    }
  } finally {
    await ended(service);
  }
}

/** Events whose effect is in the rows: the projection's offsets, which are committed with them. 0 before the service has its tables. */
async function committed(client: Client): Promise<number> {
  const { rows: found } = await client.query<{ there: boolean }>(`select to_regclass('wrap_up_reporting.checkpoint') is not null as there`);
  if (!found[0]!.there) return 0;
  const { rows } = await client.query<{ count: string }>(
    `select coalesce(sum(position + 1), 0) as count from wrap_up_reporting.checkpoint where starts_with(name, $1)`,
    [`facts/${TOPICS.conversationEvents}/`],
  );
  return Number(rows[0]!.count);
}

function startReporting({ root, databaseUrl, config, port, brokers }: Located): ChildProcess {
  const secret = randomBytes(32).toString('hex');
  return spawn(process.execPath, [join(root, 'apps', 'wrap-up-reporting', 'dist', 'main.js')], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: brokers,
      CONTACT_CENTER_CONFIG: config,
      WRAP_UP_REPORTING_PORT: port,
      AUTH_JWT_SECRET: secret,
      PARLEY_SERVICE_TOKEN: secret,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function ended(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null) return;
  const exit = new Promise((resolve) => service.once('exit', resolve));
  service.kill('SIGTERM');
  const force = setTimeout(() => service.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(force);
}

/** What one connection can do at most: as many of the service's own rows as there are events, 500 in one statement and commit. */
async function upsertsPerSecond(databaseUrl: string, { rows, keys, turn }: { rows: number; keys: number; turn: number }): Promise<number> {
  return withConnections(databaseUrl, 1, async ([client]) => {
    const table = `bench_upsert_${turn}`;
    await client!.query(`create table ${table} (like wrap_up_reporting.conversation_fact including all)`);
    const { rows: sample } = await client!.query<{ row: object }>('select row_to_json(f) as row from wrap_up_reporting.conversation_fact f limit 1');
    const columns = Object.keys(sample[0]!.row).filter((column) => column !== 'conversation_id');
    const text = `insert into ${table} select * from json_populate_recordset(null::${table}, $1)
      on conflict (conversation_id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;
    const startedMs = performance.now();
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      const batch = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - from) }, (_, index) => from + index);
      const values = batch.map((row) => ({ ...sample[0]!.row, conversation_id: `conversation-${row % keys}`, revision: row }));
      await client!.query({ name: table, text, values: [JSON.stringify(values)] });
    }
    return (rows * 1000) / (performance.now() - startedMs);
  });
}
