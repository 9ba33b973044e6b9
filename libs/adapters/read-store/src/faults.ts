import { Unreachable } from '@parley/event-sourcing';
import { DatabaseError } from 'pg';
import { CheckpointMoved } from './checkpoint';

/**
 * SQLSTATE classes in which the same statement may succeed later: connection (08), rollback by concurrency (40), resources (53),
 * cancelled or time-out (57), system (58), not this server's state (25006: read-only), and a lock that was not available (55P03).
 */
const PASSING = /^(08|40|53|57|58|25006|55P03)/;

/** True when the database could not be reached or asked to try again; false when it refused what it was given. */
export function isPassing(error: unknown): boolean {
  if (error instanceof CheckpointMoved) return true;
  if (error instanceof DatabaseError) return PASSING.test(error.code ?? '');
  const { code, message } = error as { code?: unknown; message?: unknown };
  return NETWORK.has(String(code)) || LOST.test(String(message));
}

/** What the driver says, without a code, of a connection that it lost or could not get. */
const LOST = /^(Connection terminated|Query read timeout|timeout e(xceeded|xpired)|Client has encountered a connection error)/;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** True when the session ended under the statement, which may be asked again at once on another: no time-out, no refusal. */
export function isLostSession(error: unknown): boolean {
  if (error instanceof DatabaseError) return /^(08|57P0[123])/.test(error.code ?? '');
  const { code, message } = error as { code?: unknown; message?: unknown };
  return ['ECONNRESET', 'EPIPE'].includes(String(code)) || /^Connection terminated/.test(String(message));
}

/** What `work` answers; a passing fault of the database becomes {@link Unreachable}, so that no record is blamed for it. */
export async function orUnreachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPassing(error)) throw error;
    throw new Unreachable('the database is out of reach', { cause: error });
  }
}
