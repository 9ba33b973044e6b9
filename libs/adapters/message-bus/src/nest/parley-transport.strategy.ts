import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { type BusRecord, type Consumer, type MessageBus, pause, type RetryPolicy } from '@parley/event-sourcing';
import { isObservable, lastValueFrom } from 'rxjs';
import { recordByRecord } from './record-by-record';

/** A broker that is away does not keep a service from answering. */
const READY_WAIT_MS = 5_000;

/** What stands behind the topic in `@EventPattern(topic, options)`. */
export type ConsumeOptions = {
  /** True: the handler is given `BusRecord[]`, records of one partition in order. Else one `BusRecord` a call. */
  readonly batch?: true;
  /** Records in one batch at most; default 500. */
  readonly batchMax?: number;
} & (
  | { /** Shares the topic's partitions with all processes that name this group. */ readonly group: string; readonly fromNow?: undefined }
  | { /** Every process sees every record from its start on; nothing is remembered. */ readonly fromNow: true; readonly group?: undefined }
);

export type TransportStatus = 'connecting' | 'connected' | 'disconnected';

interface Handler {
  readonly topic: string;
  readonly options: ConsumeOptions;
  readonly onBatch: (records: readonly BusRecord[]) => Promise<void>;
}

/**
 * Nest's `@EventPattern` handlers on a message bus. A handler's rejection decides about its records (see `MessageBus`); what it
 * rejects with must reach us as it is, so it is connected by `connectMessageBus`, which keeps Nest's exception filter out of the way.
 *
 * Handlers of one topic in different groups are consumers of their own. The bus stays open when the transport is closed.
 */
export class ParleyTransport extends Server<Record<string, never>, TransportStatus> implements CustomTransportStrategy {
  /** Set by `connectMessageBus`: what handlers throw is not made into something else on its way here. */
  errorsArrive = false;
  private readonly handlers: Handler[] = [];
  private consumers: readonly Consumer[] = [];
  private reading = false;

  constructor(
    private readonly bus: MessageBus,
    private readonly retry?: RetryPolicy,
    private readonly readyWaitMs = READY_WAIT_MS,
  ) {
    super();
  }

  /** Whether every consumer had its partitions, or its place from now on, at some time since the start. */
  get isReading(): boolean {
    return this.reading;
  }

  /** @throws Error for a handler that the bus cannot serve */
  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    const topic = String(pattern);
    if (!isEventHandler) throw new Error(`${topic}: a message bus gives no answers; use @EventPattern, not @MessagePattern`);
    const options = extras as ConsumeOptions;
    if ((options.group === undefined) === (options.fromNow === undefined)) throw new Error(`${topic}: @EventPattern needs either a group or fromNow`);
    const name = `${topic} (${options.group ?? 'from now'})`;
    if (options.group !== undefined && this.messageHandlers.has(name)) throw new Error(`${topic}: two handlers in group ${options.group} would each see a part`);
    this.messageHandlers.set(name, Object.assign(callback, { isEventHandler, extras }));
    const call = (data: unknown) => settled(callback(data, undefined));
    this.handlers.push({ topic, options, onBatch: options.batch ? call : recordByRecord(call) });
  }

  /** Calls back when all consumers are reading, or after a while without: they go on trying. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    this._status$.next('connecting');
    try {
      if (!this.errorsArrive) throw new Error('connect the message bus transport by connectMessageBus: the errors of handlers would not arrive');
      this.consumers = this.memberships().map((handlers) => this.consume(handlers));
      const ready = Promise.all(this.consumers.map((consumer) => consumer.ready)).then(() => {
        this.reading = true;
        this._status$.next('connected');
      });
      ready.catch(() => undefined); // where nobody waits for it any more
      const answered = new AbortController();
      await Promise.race([ready, pause(this.readyWaitMs, answered.signal)]).finally(() => answered.abort());
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Resolves when the running handlers have ended and the partitions are handed over. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    this._status$.next('disconnected');
  }

  override on(): never {
    throw new Error('the message bus transport has no events; see its status');
  }

  override unwrap<T>(): T {
    return this.bus as T;
  }

  /** One consumer for all topics of a group, as every member of a group then reads the same topics; one for each from now on. */
  private memberships(): Handler[][] {
    const memberships = new Map<string, Handler[]>();
    for (const [index, handler] of this.handlers.entries()) {
      const { group, batchMax } = handler.options;
      const name = group === undefined ? `${index}` : `${group} ${batchMax}`;
      memberships.set(name, [...(memberships.get(name) ?? []), handler]);
    }
    return [...memberships.values()];
  }

  private consume(handlers: readonly Handler[]): Consumer {
    const { group, batchMax } = handlers[0]?.options ?? {};
    return this.bus.consume({
      topics: handlers.map(({ topic }) => topic),
      onBatch: async (records) => handlers.find(({ topic }) => topic === records[0]?.topic)?.onBatch(records),
      ...(group !== undefined && { group }),
      ...(batchMax !== undefined && { batchMax }),
      ...(this.retry && { retry: this.retry }),
    });
  }
}

/** Waits for the end of whatever a handler answers, an empty stream included. */
async function settled(answer: unknown): Promise<void> {
  const result = await answer;
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
