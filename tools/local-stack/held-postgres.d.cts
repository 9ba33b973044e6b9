import type { ChildProcess } from 'node:child_process';

export interface HeldPostgresOptions {
  /** Holds the cluster and its password; a PostgreSQL started on it again has the same data. */
  directory: string;
  /** Taken if it is free. */
  port?: number;
  /** False by default: nothing is synced to disk. */
  durable?: boolean;
  /** Speaks TLS besides, with a certificate of {@link authority}. */
  tls?: boolean;
}

export interface HeldPostgres {
  /** Of the superuser and the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly launcher: ChildProcess;
  /** Ends the launcher in its own order, and PostgreSQL with it. */
  stop(): Promise<void>;
}

export function holdPostgres(options: HeldPostgresOptions): Promise<HeldPostgres>;
export function end(launcher: ChildProcess, signal: NodeJS.Signals): Promise<void>;
/** The rows of one statement, asked on a connection of its own. */
export function query(url: string, sql: string): Promise<Record<string, unknown>[]>;
/** Path of the authority that signed the certificate of a server with `tls`, for 127.0.0.1 and no other name. */
export const authority: string;
/** Path of an authority that signed nothing here. */
export const anotherAuthority: string;
