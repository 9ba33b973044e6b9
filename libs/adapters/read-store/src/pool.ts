import { Pool, types, type PoolConfig } from 'pg';
import { databaseAddress } from './database-address';

export interface PoolSettings {
  readonly databaseUrl: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Connections at most; default 10. */
  readonly poolMax?: number;
  /** First on the `search_path`, so that SQL names tables without it; `public` follows. */
  readonly schema?: string;
  /** After this the server ends a statement; default 15 s. */
  readonly statementTimeoutMs?: number;
  /** Run-time parameters of every session, e.g. `{ enable_seqscan: 'off' }`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const INT8 = 20;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** How much longer than the server we wait ourselves, for the case that its answer never comes (half-open socket). */
const ANSWER_MARGIN_MS = 5_000;

/** `bigint` columns arrive as numbers: positions, revisions and counts stay far below 2^53. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 && format !== 'binary' ? Number : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser;

/** What every connection of ours starts with, pooled or not: TLS as the address says, bounded waits, keepalive, int8 as number. */
export function connectionConfig(settings: PoolSettings): PoolConfig {
  const { databaseUrl, applicationName, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = settings;
  return {
    ...databaseAddress(databaseUrl),
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,
    idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    types: { getTypeParser },
    options: sessionOptions(settings),
  };
}

function sessionOptions({ schema, parameters = {} }: PoolSettings): string {
  const searchPath = schema === undefined ? {} : { search_path: `${identifier(schema)},public` };
  return Object.entries({ ...searchPath, ...parameters })
    .map(([name, value]) => `-c ${identifier(name)}=${value.replace(/[\\\s]/g, '\\$&')}`)
    .join(' ');
}

/** A pool whose lost connections are replaced quietly; the queries that were running on them reject. */
export function openPool(settings: PoolSettings): Pool {
  const pool = new Pool({ ...connectionConfig(settings), max: settings.poolMax ?? 10, idleTimeoutMillis: 30_000 });
  // Without listeners the loss of an idle or of a borrowed connection would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** `name` itself when it may stand unquoted in SQL. */
export function identifier(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not a plain SQL name: ${name}`);
  return name;
}
