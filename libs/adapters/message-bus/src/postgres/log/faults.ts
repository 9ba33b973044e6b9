import { Unreachable } from '@parley/event-sourcing';
import { DatabaseError } from 'pg';

/** True when what was sent is wrong in itself (SQLSTATE classes 21, 22, 23, 42 and P0): the same again would fail again. */
export const isRefusal = (error: unknown): boolean => error instanceof DatabaseError && /^(2[123]|42|P0)/.test(error.code ?? '');

/** The refusal itself, or that the database is out of reach. */
export const asFault = (error: unknown, doing: string): unknown =>
  isRefusal(error) || error instanceof Unreachable ? error : new Unreachable(`the message bus is out of reach while ${doing}`, { cause: error });
