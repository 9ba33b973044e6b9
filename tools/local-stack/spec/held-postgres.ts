import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL whose launcher is a process of its own, so that it can be killed. */
export interface HeldPostgres {
  readonly url: string;
  readonly pid: number;
  readonly launcher: ChildProcess;
  /** Ends the launcher in its own order, and PostgreSQL with it. */
  stop(): Promise<void>;
}

/** @throws what the launcher throws */
export async function holdPostgres(directory: string): Promise<HeldPostgres> {
  const launcher = fork(join(__dirname, 'hold-postgres.mjs'), [directory], { execArgv: [] });
  const [told] = (await once(launcher, 'message')) as [{ url: string; pid: number; error?: string }];
  if (told.error) throw new Error(told.error);
  return { ...told, launcher, stop: () => end(launcher, 'SIGTERM') };
}

export async function end(launcher: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const ended = once(launcher, 'exit');
  launcher.kill(signal);
  await ended;
}

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
