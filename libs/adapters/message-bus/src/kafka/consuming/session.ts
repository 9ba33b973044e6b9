import { pause } from '@parley/event-sourcing';
import type { Consumer as KafkaConsumer, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import { within } from '../../deadline';
import { type KafkaClient, RETRY_FOR_CONSUMERS } from '../client';
import { assigner } from './assigner';
import type { Consuming } from './consuming';

const FETCH_WAIT_MS = 250;
/** A record that is larger comes alone, when the partitions before it have nothing or pause. */
const FETCH_PARTITION_BYTES_MAX = 1_048_576;
const FETCH_BYTES_MAX = 8_388_608;
const REBALANCE_MAX_MS = 30_000;
const WATCH_EVERY_MS = 2_000;
const JOIN_MAX_MS = 1_500;
const DISCONNECT_MAX_MS = 2_500;

export interface SessionOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  /** This member's partitions from now on. */
  readonly onAssigned: (assignment: Readonly<Record<string, readonly number[]>>) => void;
  /** Nothing more is fetched from a broker until it resolves: with false when nobody took the batch, which is then fetched again. */
  readonly onFetched: (batch: EachBatchPayload['batch']) => Promise<boolean>;
  /** Resolves when nothing of the assignment before is running any more. */
  readonly ended: () => Promise<void>;
}

/**
 * One kafkajs consumer from its connection to its end. kafkajs is not left to restart itself: whatever ends it, and silence,
 * ends the session, and the next one begins from scratch.
 */
export class Session {
  /** Resolves with what ended the session. */
  readonly over: Promise<Error>;
  private readonly kafka: KafkaClient;
  private readonly consumer: KafkaConsumer;
  private readonly leaving = new AbortController();
  private readonly closing = new AbortController();
  private signOfLifeMs = performance.now();
  /** Before the first assignment, and from a rebalance that kafkajs has announced to the next one. */
  private mayJoin = true;
  private joining: Promise<void> = Promise.resolve();
  private end: (reason: Error) => void = () => undefined;

  constructor(
    private readonly consuming: Pick<Consuming, 'openClient' | 'sessionTimeoutMs'>,
    private readonly options: SessionOptions,
  ) {
    const { sessionTimeoutMs: sessionTimeout } = consuming;
    this.over = new Promise((resolve) => (this.end = resolve));
    this.kafka = consuming.openClient();
    this.consumer = this.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout,
      rebalanceTimeout: REBALANCE_MAX_MS,
      heartbeatInterval: Math.min(1_000, sessionTimeout / 6),
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: FETCH_PARTITION_BYTES_MAX,
      maxBytes: FETCH_BYTES_MAX,
      allowAutoTopicCreation: false,
      partitionAssigners: [assigner(() => this.beforeJoining())],
      retry: { ...RETRY_FOR_CONSUMERS, restartOnFailure: async () => false },
    });
    this.listen();
  }

  /** Becomes a member; resolves with the first assignment, or when the session has ended before. */
  async join(): Promise<void> {
    const { topics, fromBeginning } = this.options;
    void this.watch();
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...topics], fromBeginning });
    this.joining = this.consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => this.fetched(payload) });
    await this.joining;
  }

  /** Aborts when kafkajs has ended the membership: nothing can be committed any more. */
  get left(): AbortSignal {
    return this.leaving.signal;
  }

  get commit(): KafkaConsumer['commitOffsets'] {
    return (offsets) => this.consumer.commitOffsets(offsets);
  }

  /** Where reading goes on, to be said when partitions are assigned. */
  seek(topic: string, partition: number, offset: number): void {
    this.consumer.seek({ topic, partition, offset: String(offset) });
  }

  pause(topic: string, partition: number, paused: boolean): void {
    if (this.closing.signal.aborted) return;
    const place = [{ topic, partitions: [partition] }];
    if (paused) this.consumer.pause(place);
    else this.consumer.resume(place);
  }

  /** The session is over, for this reason unless there was one already. */
  fail(reason: Error): void {
    this.end(reason);
  }

  /** Leaves the group, so that others take over at once; gives up on a broker that does not answer. */
  async close(): Promise<void> {
    this.closing.abort();
    // Who goes in the middle of joining is waited for by the others until the session times out.
    await within(JOIN_MAX_MS, this.joining);
    const disconnected = this.consumer.disconnect();
    void within(this.consuming.sessionTimeoutMs, disconnected).then(() => this.kafka.end());
    await within(DISCONNECT_MAX_MS, disconnected);
  }

  private listen(): void {
    const { GROUP_JOIN, CRASH, STOP, HEARTBEAT, FETCH_START, FETCH, REBALANCING } = this.consumer.events;
    const alive = () => (this.signOfLifeMs = performance.now());
    for (const event of [HEARTBEAT, FETCH, REBALANCING] as const) this.consumer.on(event as typeof HEARTBEAT, alive);
    this.consumer.on(REBALANCING, () => void (this.mayJoin = true));
    // Where joining has failed, kafkajs goes on with the assignment before, whose lanes have ended: nobody would take what comes.
    this.consumer.on(FETCH_START, () => this.mayJoin && this.end(new Error('fetching on after joining again has failed')));
    this.consumer.on(GROUP_JOIN, ({ payload }: ConsumerGroupJoinEvent) => {
      alive();
      this.mayJoin = false;
      if (this.closing.signal.aborted) return;
      // A pause outlives the assignment in which it was made.
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) this.consumer.resume([{ topic, partitions }]);
      this.options.onAssigned(payload.memberAssignment);
    });
    this.consumer.on(STOP, () => this.leaving.abort());
    this.consumer.on(CRASH, ({ payload }) => this.end(payload.error));
  }

  private async fetched({ batch, resolveOffset }: EachBatchPayload): Promise<void> {
    this.mustBeOpen();
    if (await this.options.onFetched(batch)) resolveOffset(batch.lastOffset());
  }

  /**
   * Bounded: who is not back when the session times out is no member any more.
   *
   * kafkajs also joins again in the middle of a fetch, when a leader has moved, and lets the fetches from other brokers go on. What
   * they bring lies behind records that the end of all lanes has just thrown away: such a session is over.
   */
  private async beforeJoining(): Promise<void> {
    if (!this.mayJoin) {
      this.end(new Error('joining again while fetches go on'));
      throw new TypeError('this consumer has been given up');
    }
    await within(this.consuming.sessionTimeoutMs * 0.6, this.options.ended());
    this.mustBeOpen();
  }

  /** A consumer that was given up as dead and comes to life again ends here. */
  private mustBeOpen(): void {
    if (this.closing.signal.aborted) throw new TypeError('this consumer has been given up');
  }

  private async watch(): Promise<void> {
    const { signal } = this.closing;
    const silenceMaxMs = REBALANCE_MAX_MS + 2 * this.consuming.sessionTimeoutMs;
    while (!signal.aborted) {
      await pause(WATCH_EVERY_MS, signal);
      if (performance.now() - this.signOfLifeMs > silenceMaxMs) return this.end(new Error(`no sign of life for ${silenceMaxMs} ms`));
    }
  }
}
