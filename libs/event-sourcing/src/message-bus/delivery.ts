import { backOff } from '../timing/back-off.timer';
import type { BusObserver, ConsumedPartition } from './bus-observer';
import { asDeadLetter } from './dead-letter';
import { type BusRecord, type ConsumeAsGroup, type ConsumeFromNow, DEFAULT_RETRY, type NewRecord, type RetryPolicy, Unprocessable, Unreachable } from './message-bus';

/** What every adapter hands in with each batch; the policy itself is the same for all of them. */
export interface Delivery {
  readonly from: ConsumedPartition;
  readonly onBatch: (records: readonly BusRecord[]) => Promise<void>;
  readonly retry: RetryPolicy;
  /** Aborts when the partition is given up: what runs ends, nothing new begins, nobody waits for a retry. */
  readonly signal: AbortSignal;
  /** Durable when it resolves. Without it a record that fails for good is skipped. */
  readonly deadLetter?: (topic: string, record: NewRecord) => Promise<void>;
  /** Moves the offset behind `record`: it and all before it are done. A rejection ends the delivery. */
  readonly settled: (record: BusRecord) => Promise<void>;
  readonly observer: BusObserver;
  /** Epoch ms. */
  readonly now: () => number;
}

/** How often a consumer tries: a group as long as it takes, one from now on does not fall behind for a record that fails. */
export const retryOf = ({ group, retry }: ConsumeAsGroup | ConsumeFromNow): RetryPolicy =>
  retry ?? (group === undefined ? { ...DEFAULT_RETRY, attemptsMax: 1 } : DEFAULT_RETRY);

/**
 * Hands over `records`, which are of one partition and in order, as the port promises: all at once, then one at a time.
 *
 * When the first failure is an outage ({@link Unreachable}) only the first record is tried until it succeeds, and the rest goes
 * on as a batch: nothing in it is known to be wrong. A record's dead letter is durable before the offset moves.
 *
 * @returns false when `signal` aborted before all records were settled
 */
export async function deliver(records: readonly BusRecord[], delivery: Delivery): Promise<boolean> {
  let rest = records;
  while (rest.length > 0) {
    if (delivery.signal.aborted) return false;
    const rejection = await attempt(rest, delivery);
    if (rejection === undefined) {
      await delivery.settled(rest.at(-1) as BusRecord);
      return true;
    }
    const outage = rest.length > 1 && rejection.error instanceof Unreachable;
    if (outage) await pauseAfter(rejection.error, 1, rest[0] as BusRecord, delivery);
    const single = outage ? rest.slice(0, 1) : rest;
    for (const record of single) {
      const known = single.length === 1 && !outage ? rejection : undefined;
      if (!(await deliverOne(record, delivery, known))) return false;
      await delivery.settled(record);
    }
    rest = rest.slice(single.length);
  }
  return true;
}

interface Rejection {
  readonly error: unknown;
}

async function attempt(records: readonly BusRecord[], { onBatch, observer, from, now }: Delivery): Promise<Rejection | undefined> {
  const startedAtMs = now();
  try {
    await onBatch(records);
    observer.handled?.(from, records.length, now() - startedAtMs);
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** True when the record is done: handled, dead-lettered or skipped. `known` is how its first try has failed already. */
async function deliverOne(record: BusRecord, delivery: Delivery, known?: Rejection): Promise<boolean> {
  const { retry, signal, deadLetter } = delivery;
  let outages = 0;
  let attempts = 0;
  for (let rejection = known; ; rejection = undefined) {
    if (signal.aborted) return false;
    rejection ??= await attempt([record], delivery);
    if (rejection === undefined) return true;
    const { error } = rejection;
    if (deadLetter && error instanceof Unreachable) {
      outages += 1;
      await pauseAfter(error, outages, record, delivery);
      continue;
    }
    attempts += 1;
    if (error instanceof Unprocessable || attempts >= retry.attemptsMax) return bury(record, { error, attempt: attempts }, delivery);
    await pauseAfter(error, attempts, record, delivery);
  }
}

function pauseAfter(error: unknown, attempt: number, { offset }: BusRecord, { observer, from, signal, retry }: Delivery): Promise<void> {
  observer.retried?.(from, { offset, attempt, error });
  return backOff(attempt, signal, retry);
}

async function bury(record: BusRecord, failed: { error: unknown; attempt: number }, delivery: Delivery): Promise<boolean> {
  const { deadLetter, observer, from, signal, retry, now } = delivery;
  const failure = { offset: record.offset, ...failed };
  if (deadLetter === undefined) {
    observer.skipped?.(from, failure);
    return true;
  }
  const { topic, letter } = asDeadLetter(record, failure, now());
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      await deadLetter(topic, letter);
      observer.deadLettered?.(from, failure);
      return true;
    } catch (error) {
      observer.troubled?.(`publishing to ${topic}`, error);
      await backOff(tries, signal, retry);
    }
  }
  return false;
}
