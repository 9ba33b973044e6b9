import { type BusRecord, DEAD_LETTER_HEADERS, deadLettersOf, type NewRecord } from './message-bus';

const REASON_MAX = 2_000;

/** The dead letter of `record`: key, value and headers as they were, and why it failed. */
export function asDeadLetter(record: BusRecord, failed: { error: unknown; attempt: number }, nowMs: number): { topic: string; letter: NewRecord } {
  const { topic, partition, offset, key, value, headers } = record;
  const letter = {
    key,
    value,
    headers: {
      ...headers,
      [DEAD_LETTER_HEADERS.topic]: topic,
      [DEAD_LETTER_HEADERS.partition]: String(partition),
      [DEAD_LETTER_HEADERS.offset]: String(offset),
      [DEAD_LETTER_HEADERS.attempts]: String(failed.attempt),
      [DEAD_LETTER_HEADERS.reason]: reasonOf(failed.error),
      [DEAD_LETTER_HEADERS.failedAt]: new Date(nowMs).toISOString(),
    },
  };
  return { topic: deadLettersOf(topic), letter };
}

const OURS: ReadonlySet<string> = new Set(Object.values(DEAD_LETTER_HEADERS));

/** The record as it was before it became a dead letter. */
export const revived = ({ key, value, headers }: BusRecord): NewRecord => ({
  key,
  value,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OURS.has(name))),
});

/** The kind of an error and what it says; what something that is no error looks like. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : plain(error);
  return reason.slice(0, REASON_MAX);
}

function plain(error: unknown): string {
  try {
    return typeof error === 'object' ? JSON.stringify(error) : String(error);
  } catch {
    return Object.prototype.toString.call(error);
  }
}
