import { backOff, Unreachable } from '@parley/event-sourcing';

const QUEUE_CALLS_MAX = 4_000;
const QUEUE_BYTES_MAX = 67_108_864;
/** How long a call is tried again while the engine is away. */
const WAIT_MAX_MS = 5_000;

/** One call of `publish`, ready to be sent: a later change of the caller's objects changes nothing. */
export interface QueuedCall {
  readonly records: readonly unknown[];
  readonly bytes: number;
}

export interface CallStore<Call extends QueuedCall> {
  readonly batchRecordsMax: number;
  readonly batchBytesMax: number;
  /** All of `calls` are durable when it resolves, their records in order. */
  store(calls: readonly Call[]): Promise<void>;
  /** True when what was sent is wrong in itself: the same again would fail again. */
  isRefusal(error: unknown): boolean;
  /** A failure that is no refusal; it is tried again. */
  onTrouble(error: unknown): void;
}

interface Waiting<Call> {
  readonly call: Call;
  readonly sinceMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Calls of many callers are stored together: while one batch is on its way, the next gathers. One batch at a time, so records are
 * stored in the order in which they were handed in.
 *
 * A batch whose outcome is unknown, because the connection broke, is sent again: a record may then be there twice. The queue is
 * bounded in calls, bytes and time; whoever meets a bound gets Unreachable.
 */
export class CallQueue<Call extends QueuedCall> {
  private queue: Waiting<Call>[] = [];
  private queuedBytes = 0;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly to: CallStore<Call>) {}

  /** @throws Unreachable, or the engine's refusal */
  async store(call: Call): Promise<void> {
    if (this.closed) throw new Unreachable('the message bus is closed');
    if (this.queue.length >= QUEUE_CALLS_MAX || (this.queue.length > 0 && this.queuedBytes + call.bytes > QUEUE_BYTES_MAX))
      throw new Unreachable('too many records are waiting to be published');
    return new Promise((resolve, reject) => {
      this.queue.push({ call, sinceMs: performance.now(), resolve, reject });
      this.queuedBytes += call.bytes;
      this.running ??= this.drain();
    });
  }

  /** Takes no more, and resolves when what was taken is settled. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      // One turn of the event loop: callers who wake up together come into the same batch.
      await new Promise((resolve) => setImmediate(resolve));
      await this.storeBatch(this.takeBatch());
    }
    this.running = undefined;
  }

  private takeBatch(): Waiting<Call>[] {
    let records = 0;
    let bytes = 0;
    const end = this.queue.findIndex(({ call }, index) => {
      records += call.records.length;
      bytes += call.bytes;
      return index > 0 && (records > this.to.batchRecordsMax || bytes > this.to.batchBytesMax);
    });
    const batch = this.queue.splice(0, end === -1 ? this.queue.length : end);
    this.queuedBytes -= batch.reduce((sum, { call }) => sum + call.bytes, 0);
    return batch;
  }

  private async storeBatch(batch: readonly Waiting<Call>[]): Promise<void> {
    let waiting = batch;
    for (let attempt = 1; waiting.length > 0; attempt += 1) {
      try {
        await this.to.store(waiting.map(({ call }) => call));
        for (const { resolve } of waiting) resolve();
        return;
      } catch (error) {
        if (this.to.isRefusal(error)) return this.storeSingly(waiting, error);
        this.to.onTrouble(error);
        waiting = turnAwayOld(waiting, error);
        if (waiting.length > 0) await backOff(attempt);
      }
    }
  }

  /** Refused because of one of them: each for itself. */
  private async storeSingly(waiting: readonly Waiting<Call>[], refusal: unknown): Promise<void> {
    if (waiting.length === 1) waiting[0]?.reject(refusal);
    else for (const one of waiting) await this.storeBatch([one]);
  }
}

function turnAwayOld<Call>(waiting: readonly Waiting<Call>[], error: unknown): Waiting<Call>[] {
  const oldest = performance.now() - WAIT_MAX_MS;
  return waiting.filter(({ sinceMs, reject }) => {
    if (sinceMs < oldest) reject(new Unreachable('the message bus is out of reach while publishing', { cause: error }));
    return sinceMs >= oldest;
  });
}
