import { StoreUnavailable } from '@parley/event-sourcing';
import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  UnavailableError,
  UnknownError,
} from '@eventstore/db-client';

/** Our own time-out: the client's reads and subscriptions have none. */
export class NoAnswer extends Error {
  constructor(afterMs: number) {
    super(`no answer in ${afterMs} ms`);
    this.name = 'NoAnswer';
  }
}

/** The read was under way when its client was replaced; another client is at hand. */
export class CutShort extends Error {
  constructor() {
    super('the read was cut short');
    this.name = 'CutShort';
  }
}

export const isNoAnswer = (error: unknown): boolean => error instanceof NoAnswer || error instanceof DeadlineExceededError;

/** The server told at once that it did nothing, or the connection is gone: the next try uses another one. */
export const isQuickFailure = (error: unknown): boolean =>
  error instanceof UnavailableError || error instanceof CancelledError || error instanceof NotLeaderError || error instanceof CutShort;

/** What would be answered alike however often it was asked. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof MaxAppendSizeExceededError || error instanceof InvalidArgumentError || error instanceof StreamDeletedError;

export const isAccessDenied = (error: unknown): boolean => error instanceof AccessDeniedError;
export const isNoStream = (error: unknown): boolean => error instanceof StreamNotFoundError;
/** The server found something there that is no record. */
export const isNotRead = (error: unknown): boolean => error instanceof UnknownError;

/** The error as callers of the port know it. */
export function asStoreUnavailable(error: unknown, what: string): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  const why = isAccessDenied(error) ? 'refused access: the user of EVENTSTORE_URL must be allowed to read $all and to append' : what;
  return new StoreUnavailable(`the event store ${why}`, { cause: error });
}

/** `work`, or a rejection after `ms`; what `work` comes to later is passed over. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
