import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connectionConfig } from './pool';

export interface LeadershipOptions {
  readonly databaseUrl: string;
  /** What is led, e.g. `conversation/relay`; one holder in the whole database. */
  readonly name: string;
  /** The work of the leader, until its signal aborts: leadership was lost, or nobody wants it any more. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told of each failure of `run` and each loss of the database; then we compete again, with back-off. */
  readonly onError?: (error: unknown) => void;
}

const POLL_MS = 500;
const HEARTBEAT_MS = 2_000;
const HEARTBEAT_TIMEOUT_MS = 3_000;
const BACK_OFF_MAX_MS = 5_000;
/** The server lets go of the lock of a client that vanished without a word after some 15 s. */
const KEEPALIVE = '-c tcp_keepalives_idle=6 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3';

/**
 * Runs `run` in exactly one of all the processes that ask for `name`; the others stand by and take over within a second.
 *
 * The lock is held by a database session. When that session is lost, `run` is aborted at once, but what it had under way may
 * still reach the database after another leader started: fence effects by a revision or a checkpoint. Resolves when `signal`
 * aborts or `run` resolves; when `run` rejects, it competes again.
 */
export async function whileLeader(options: LeadershipOptions): Promise<void> {
  const { signal, onError } = options;
  let pauseMs = POLL_MS;
  while (!signal.aborted) {
    const startedAt = performance.now();
    try {
      const outcome = await leadOnce(options);
      if (outcome === 'done') return;
      onError?.(new Error(`lost the leadership of ${options.name}`));
    } catch (error) {
      if (signal.aborted) return;
      onError?.(error);
    }
    if (performance.now() - startedAt > 2 * BACK_OFF_MAX_MS) pauseMs = POLL_MS;
    await pause(pauseMs, signal);
    pauseMs = Math.min(2 * pauseMs, BACK_OFF_MAX_MS);
  }
}

async function leadOnce({ databaseUrl, name, run, signal }: LeadershipOptions): Promise<'done' | 'lost'> {
  const session = openSession(databaseUrl, name);
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  session.on('error', (error) => over.abort(error));
  session.on('end', () => over.abort(new Error(`the database session that led ${name} has ended`)));
  try {
    await session.connect();
    if (!(await acquire(session, name, stop))) return signal.aborted ? 'done' : 'lost';
    const heart = heartbeat(session, over, stop);
    await run(stop);
    const kept = !over.signal.aborted;
    over.abort();
    await heart;
    return kept ? 'done' : 'lost';
  } finally {
    over.abort();
    await close(session);
  }
}

async function acquire(session: Client, name: string, stop: AbortSignal): Promise<boolean> {
  while (!stop.aborted) {
    const { rows } = await session.query<{ ours: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as ours', [
      `parley/lead/${name}`,
    ]);
    if (rows[0]?.ours) return true;
    await pause(POLL_MS, stop);
  }
  return false;
}

/** Notices a connection that is dead without having said so. */
async function heartbeat(session: Client, over: AbortController, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await pause(HEARTBEAT_MS, stop);
    if (!stop.aborted) await session.query('select 1').catch((error: unknown) => over.abort(error));
  }
}

function openSession(databaseUrl: string, name: string): Client {
  const config = connectionConfig({
    databaseUrl,
    applicationName: `parley-lead ${name}`.slice(0, 63),
    statementTimeoutMs: HEARTBEAT_TIMEOUT_MS,
  });
  return new Client({ ...config, query_timeout: HEARTBEAT_TIMEOUT_MS, options: KEEPALIVE });
}

/** Lets go of the lock even when the server does not answer the farewell: the socket is closed under it. */
async function close(session: Client): Promise<void> {
  const farewell = session.end().catch(() => undefined);
  await Promise.race([farewell, sleep(1_000, undefined, { ref: false })]);
  (session as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);
