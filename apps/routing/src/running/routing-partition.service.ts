import { type ConversationCommand, Refused } from '@parley/contracts';
import { backOff, type EventStore, pause, RevisionConflict, StoreUnavailable } from '@parley/event-sourcing';
import type { Clock } from '@parley/service-kit';
import { randomUUID } from 'node:crypto';
import { AssignWaitingWork, type Decided, type RoutingInput } from '../partition/routing-decider';
import { routingStream } from '../partition/routing-events';
import type { RoutingState } from '../partition/routing-state';
import type { Roster } from '../partition/roster';
import type { Turn } from '../partition/turn';
import { DurableState } from './durable-state';
import type { RoutingSnapshots } from './routing-snapshots.repository';

export interface PartitionOptions {
  readonly name: string;
  readonly store: EventStore;
  readonly roster: Roster;
  readonly clock: Clock;
  /** The rules: see `decideTurn`. Called again, on a newer state, when another writer was first. */
  readonly decide: (turn: Turn, inputs: readonly RoutingInput[]) => Decided;
  readonly snapshots?: Pick<RoutingSnapshots, 'load' | 'save'>;
  /** So many events between two snapshots at least; default 500. */
  readonly snapshotEvery?: number;
  readonly observer: PartitionObserver;
}

/** Told of each turn once it is durable; quick, and never throws. */
export interface PartitionObserver {
  /** The conversations are to be asked, in this order. */
  asked(commands: readonly ConversationCommand[]): void;
  decided(turn: Turn, inputs: readonly RoutingInput[], tookMs: number): void;
  conflicted(attempt: number): void;
  troubled(doing: string, error: unknown): void;
}

interface Pending {
  readonly input: RoutingInput;
  readonly settle: (error?: unknown) => void;
}

const INPUTS_PER_TURN_MAX = 200;
const PENDING_MAX = 5_000;
const ATTEMPTS_MAX = 12;
const APPEND_TRIES_MAX = 3;
const CONFLICT_BACK_OFF = { firstDelayMs: 4, delayMaxMs: 100 };
const SNAPSHOT_EVERY = 500;

/**
 * The one place in this process where a routing partition is decided.
 *
 * Inputs wait in line; those that came while an append was under way go into the next one together. An input is settled when its
 * effect is stored, or when it is known that there is none as of the newest event. Other processes may decide on the same
 * stream: the revision lets one win, the others look again.
 */
export class RoutingPartition {
  readonly stream: string;
  readonly startedAtMs: number;
  private readonly durable: DurableState;
  private readonly stopping = new AbortController();
  private line: Pending[] = [];
  private running: Promise<void> | undefined;
  /** Others may have appended, or our own last append may have been stored after all. */
  private behind = false;
  private savedAt = -1;
  private saving: Promise<void> | undefined;
  private following: Promise<void> | undefined;
  private recovered = false;

  constructor(private readonly options: PartitionOptions) {
    this.stream = routingStream(options.name);
    this.durable = new DurableState(options.store, this.stream, options.roster);
    this.startedAtMs = options.clock.now();
  }

  /** As stored. Read it, never change it. */
  get state(): RoutingState {
    return this.durable.committed;
  }

  get isRecovered(): boolean {
    return this.recovered;
  }

  /** The state, once all that is stored is known. @throws Refused `unavailable` before */
  known(): RoutingState {
    if (!this.recovered) throw new Refused('unavailable', 'routing is starting');
    return this.state;
  }

  /** Knows all that is stored, tries until the log answers, and follows what other processes append. */
  async start(): Promise<void> {
    const { store, snapshots, name, observer } = this.options;
    const { signal } = this.stopping;
    for (let attempt = 1; !this.recovered && !signal.aborted; attempt += 1) {
      try {
        const after = await store.head();
        const saved = await snapshots?.load(name);
        await this.durable.recover(saved);
        this.savedAt = saved?.state.revision ?? -1;
        this.recovered = true;
        this.following = this.follow(after).catch((error: unknown) => observer.troubled('following the log', error));
      } catch (error) {
        observer.troubled('recovering', error);
        await backOff(attempt, signal);
      }
    }
    if (this.recovered) await this.submit(new AssignWaitingWork()).catch((error: unknown) => observer.troubled('assigning', error));
  }

  /** @throws Refused by the rules, or `unavailable` · StoreUnavailable */
  submit(input: RoutingInput): Promise<void> {
    if (!this.recovered || this.stopping.signal.aborted) return Promise.reject(new Refused('unavailable', 'routing is starting or stopping'));
    if (this.line.length >= PENDING_MAX) return Promise.reject(new Refused('unavailable', 'too much waits for a decision'));
    return new Promise((resolve, reject) => {
      this.line.push({ input, settle: (error) => (error === undefined ? resolve() : reject(error)) });
      this.wake();
    });
  }

  /** What is in line is still decided; then nothing more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.saving;
    await this.following;
  }

  private async follow(after: number): Promise<void> {
    const { store, observer } = this.options;
    await store.subscribe({
      after,
      categories: ['routing'],
      signal: this.stopping.signal,
      onError: (error) => observer.troubled('following the log', error),
      onBatch: async ({ events }) => {
        if (!events.some(({ stream, revision }) => stream === this.stream && revision > this.state.revision)) return;
        this.behind = true;
        this.wake();
      },
    });
  }

  private wake(): void {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.line.length > 0 || this.isBehind()) this.wake();
    });
  }

  private isBehind = (): boolean => this.behind && !this.stopping.signal.aborted;

  private async run(): Promise<void> {
    await Promise.resolve();
    while (this.line.length > 0 || this.isBehind()) {
      const inputs = this.line.splice(0, INPUTS_PER_TURN_MAX);
      if (inputs.length > 0) await this.take(inputs);
      else await this.readNews();
    }
  }

  private async readNews(): Promise<void> {
    try {
      await this.catchUp();
    } catch (error) {
      this.options.observer.troubled('reading the news', error);
      await pause(500, this.stopping.signal);
    }
  }

  private async catchUp(): Promise<boolean> {
    this.behind = false;
    try {
      return await this.durable.catchUp();
    } catch (error) {
      this.behind = true;
      throw error;
    }
  }

  private async take(pending: readonly Pending[]): Promise<void> {
    const inputs = pending.map(({ input }) => input);
    try {
      const { refusals, more } = await this.decide(inputs);
      pending.forEach(({ settle }, index) => settle(refusals[index]));
      if (more) this.line.push({ input: new AssignWaitingWork(), settle: () => undefined });
    } catch (error) {
      this.durable.discard();
      // An input that cannot even be decided must not take the others with it.
      if (pending.length > 1 && !(error instanceof StoreUnavailable)) for (const one of pending) await this.take([one]);
      else for (const { settle } of pending) settle(error);
    }
  }

  private async decide(inputs: readonly RoutingInput[]): Promise<Decided> {
    const { clock, observer, decide } = this.options;
    const startedAt = performance.now();
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      if (this.behind) await this.catchUp();
      const turn = this.durable.begin(clock.now());
      const decided = decide(turn, inputs);
      const isSettled = turn.events.length > 0 ? await this.store(turn, attempt) : !(await this.catchUp());
      if (!isSettled) continue;
      if (turn.commands.length > 0) observer.asked(turn.commands);
      observer.decided(turn, inputs, performance.now() - startedAt);
      this.saveSometimes();
      return decided;
    }
    throw new StoreUnavailable(`others kept changing ${this.stream}`);
  }

  /** @returns false when another writer was first */
  private async store(turn: Turn, attempt: number): Promise<boolean> {
    const batchId = randomUUID();
    for (let tries = 1; ; tries += 1) {
      try {
        await this.durable.commit(turn, batchId);
        return true;
      } catch (error) {
        this.behind = true;
        if (error instanceof RevisionConflict) {
          this.options.observer.conflicted(attempt);
          await backOff(attempt, undefined, CONFLICT_BACK_OFF);
          return false;
        }
        if (!(error instanceof StoreUnavailable) || tries === APPEND_TRIES_MAX) throw error;
        await backOff(tries, this.stopping.signal);
      }
    }
  }

  /** In the background, so rarely that it costs each event the same however much is going on. */
  private saveSometimes(): void {
    const { snapshots, name, observer, snapshotEvery = SNAPSHOT_EVERY } = this.options;
    const { revision, places, waiting } = this.state;
    if (!snapshots || this.saving || revision - this.savedAt < Math.max(snapshotEvery, places.size + waiting.size)) return;
    this.savedAt = revision;
    this.saving = snapshots
      .save(name, this.durable.save())
      .catch((error: unknown) => observer.troubled('saving a snapshot', error))
      .finally(() => (this.saving = undefined));
  }
}
