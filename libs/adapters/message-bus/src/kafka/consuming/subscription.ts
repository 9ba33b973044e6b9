import { backOff, type ConsumeAsGroup, type ConsumeFromNow, type Consumer, type NewRecord, pause } from '@parley/event-sourcing';
import { randomUUID } from 'node:crypto';
import { within } from '../../deadline';
import { type Consuming, groupIdOf } from './consuming';
import { Lanes } from './lanes';
import { OffsetCommits } from './offset-commits';
import { Positions } from './positions';
import { Session } from './session';

/** A session that lasted so long was a good one: what ended it is not what ended the one before. */
const STEADY_MS = 30_000;
/** A group waits for a member that has work to end. Nothing is assigned to us meanwhile, and nobody need wait for us. */
const FIRST_ASSIGNMENT_MAX_MS = 1_500;

/**
 * A consumer: reads its partitions from its first session to its last, beginning a new one after every end until it is stopped.
 *
 * With a group it is a member of it, and offsets are the group's. Without one it is alone in a group of its own that lasts as long
 * as it does; where it begins and goes on is remembered here.
 */
export class Subscription implements Consumer {
  readonly ready: Promise<void>;
  readonly lanes = new Lanes();
  readonly groupId: string;
  private readonly positions: Positions | undefined;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private isReady: () => void = () => undefined;
  /** Of the latest assignment; aborts when the next one begins, and with the session. */
  private assigned = new AbortController();

  constructor(
    private readonly consuming: Consuming,
    readonly options: ConsumeAsGroup | ConsumeFromNow,
  ) {
    this.groupId = groupIdOf(options.group ?? `from-now.${randomUUID()}`);
    this.positions = options.group === undefined ? new Positions(consuming.admin, options.topics) : undefined;
    this.ready = new Promise((resolve) => (this.isReady = resolve));
    this.running = this.readOn();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async readOn(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; ) {
      const startedMs = performance.now();
      const reason = await this.readUntilOver().catch((error: unknown) => error);
      if (signal.aborted) break;
      this.consuming.observer.troubled?.(`reading as ${this.groupId}`, reason);
      failures = performance.now() - startedMs > STEADY_MS ? 1 : failures + 1;
      await backOff(failures, signal);
    }
    this.isReady();
  }

  private async readUntilOver(): Promise<unknown> {
    const { topics } = this.options;
    await this.consuming.topics.ensure(topics);
    await this.positions?.load();
    if (this.positions) this.isReady();
    if (this.stopping.signal.aborted) return undefined;
    const over = new AbortController();
    const session: Session = new Session(this.consuming, {
      groupId: this.groupId,
      topics,
      fromBeginning: this.positions === undefined,
      onAssigned: (assignment) => this.begin(session, assignment),
      onFetched: ({ topic, partition, messages }) => this.lanes.take(topic, partition, messages),
      ended: () => this.lanes.endAll(),
    });
    const stop = () => session.fail(new Error('stopped'));
    this.stopping.signal.addEventListener('abort', stop);
    try {
      const joined = session.join().then(() => new Promise<never>(() => undefined));
      void pause(FIRST_ASSIGNMENT_MAX_MS, over.signal).then(() => this.isReady());
      return await Promise.race([session.over, joined]);
    } finally {
      this.stopping.signal.removeEventListener('abort', stop);
      await within(this.consuming.drainMaxMs, this.lanes.endAll());
      over.abort();
      this.assigned.abort();
      await session.close();
    }
  }

  /** What the assignment before still runs moves no offsets any more: the partition may be somebody else's. */
  private begin(session: Session, assignment: Readonly<Record<string, readonly number[]>>): void {
    const { observer, publish } = this.consuming;
    const { group } = this.options;
    this.assigned.abort();
    this.assigned = new AbortController();
    const over = AbortSignal.any([this.assigned.signal, session.left]);
    const commits = new OffsetCommits(session.commit, over, (error) => observer.troubled?.(`moving offsets of ${this.groupId}`, error));
    for (const [topic, partitions] of Object.entries(assignment))
      for (const partition of partitions) {
        const from = { topic, partition, group };
        if (this.positions) session.seek(topic, partition, this.positions.of(from));
        this.lanes.begin({
          from,
          observer,
          consume: this.options,
          ...(group !== undefined && { deadLetter: (to: string, letter: NewRecord) => publish(to, [letter]) }),
          settled: async ({ offset }) => (this.positions ? this.positions.move(from, offset + 1) : commits.move({ ...from, offset: offset + 1 })),
          pause: (paused) => session.pause(topic, partition, paused),
          onEnd: (error) => {
            observer.released?.(from);
            if (error !== undefined && !over.aborted) session.fail(error as Error);
          },
        });
      }
    this.isReady();
  }
}
