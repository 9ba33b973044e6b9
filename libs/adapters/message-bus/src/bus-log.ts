import { type BusObserver, type ConsumedPartition, type Failure, Unprocessable, Unreachable } from '@parley/event-sourcing';

export interface BusLogger {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What goes wrong on the bus, in the log: where and what kind; bodies never, and so no message of an unknown error either. */
export const busLog = (logger: BusLogger): BusObserver => ({
  retried: (from, failure) => logger.warn(fields(from, failure), 'a handler failed; trying again'),
  deadLettered: (from, failure) => logger.error(fields(from, failure), 'a record could not be processed and is a dead letter now'),
  skipped: (from, failure) => logger.warn(fields(from, failure), 'a record could not be shown and was skipped'),
  troubled: (doing, error) => logger.warn({ doing, ...saidBy(error) }, 'the message bus did not do it; trying again'),
});

const fields = (from: ConsumedPartition, { offset, attempt, error }: Failure): object => ({ ...from, offset, attempt, ...kindOf(error) });

/** Not the error itself: a database's may hold a row. */
function saidBy(error: unknown): object {
  const { message: reason, code } = error as { message?: string; code?: string };
  return { reason, code };
}

function kindOf(error: unknown): object {
  const name = error instanceof Error ? error.name : typeof error;
  return error instanceof Unreachable || error instanceof Unprocessable ? { error: name, reason: error.message } : { error: name };
}
