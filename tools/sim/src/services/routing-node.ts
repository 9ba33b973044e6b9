import { Refused } from '@parley/contracts';
import { StoreUnavailable, Unreachable } from '@parley/event-sourcing';
import { ConversationCommands, dueInputs, type PartitionObserver, Reminders, RoutingPartition, type RoutingInput, type RoutingState, routingStream, type Saved } from '@parley/routing/domain';
import type { Kernel, Process } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { busOf } from '../plumbing/bus';
import { LogOf } from '../plumbing/log-of';
import type { World } from '../world';

export const ROUTING_STREAM = routingStream('main');
const LOOK_EVERY_MS = 500;
const SPREAD_MS = 250;
const REMIND_EVERY_MS = 1_000;
const SNAPSHOT_EVERY = 40;

/** The database's table of snapshots. */
export interface Snapshots {
  latest?: string;
}

interface NodeOptions {
  readonly world: World;
  readonly parts: Parts;
  readonly snapshots: Snapshots;
  readonly served: (state: RoutingState) => void;
}

/** One process of routing: its `RoutingPartition`, what publishes its commands, and a look now and then at what is due. */
export class RoutingNode implements Process {
  partition!: RoutingPartition;
  private life!: Life;
  private commands!: ConversationCommands;

  constructor(
    readonly name: string,
    private readonly kernel: Kernel,
    private readonly options: NodeOptions,
  ) {}

  start(life: Life): void {
    const { world, parts, snapshots } = this.options;
    const quiet = { warn: () => undefined };
    this.life = life;
    this.commands = new ConversationCommands(busOf(this.kernel.bus, life), quiet);
    this.partition = new RoutingPartition({
      name: 'main',
      store: parts.routingLog(new LogOf(this.kernel, life)),
      roster: parts.rosterOf(world.config),
      clock: { now: () => this.kernel.nowMs },
      decide: parts.decideTurn,
      snapshots: tableOf(snapshots, life),
      snapshotEvery: SNAPSHOT_EVERY,
      observer: this.observer(life, this.commands),
    });
    const { partition } = this;
    life.signal.addEventListener('abort', () => void partition.stop(), { once: true });
    void partition.start();
    this.wakeTimers();
  }

  get state(): RoutingState {
    return this.partition.state;
  }

  /** @throws Refused · StoreUnavailable */
  submit(input: RoutingInput): Promise<void> {
    return this.partition.submit(input);
  }

  /** What a caller is told; a refusal is an answer. @throws Crashed */
  async answer(input: RoutingInput): Promise<string> {
    try {
      await this.life.answer(this.partition.submit(input));
      return 'done';
    } catch (error) {
      if (error instanceof Refused) return `refused ${error.code}`;
      if (error instanceof StoreUnavailable) return 'refused unavailable';
      throw error;
    }
  }

  /** As `expireOnTime`: it looks while there is something that may be due. */
  wakeTimers(): void {
    const { kernel, name, life } = this;
    const spread = Math.floor(kernel.luck('spread', name, kernel.nowMs) * SPREAD_MS);
    kernel.agenda.wake(`${name} expires`, kernel.nowMs + LOOK_EVERY_MS + spread, () => (life.isOver ? undefined : this.expire()));
  }

  /** As `remindOnTime`, while it leads. */
  remind(signal: AbortSignal): () => void {
    const { kernel, name, life, commands, partition } = this;
    const reminders = new Reminders(kernel.nowMs);
    const look = (): string | undefined => {
      if (life.isOver || signal.aborted) return undefined;
      const due = reminders.due(partition.state, kernel.nowMs);
      if (due.length > 0) commands.send(due);
      if (this.isWatching) wake();
      return due.length > 0 ? `${due.length} again` : undefined;
    };
    const wake = () => kernel.agenda.wake(`${name} reminds`, kernel.nowMs + REMIND_EVERY_MS, look);
    return wake;
  }

  /** Something is reserved, somebody is away, or there is news that it has not read. */
  private get isWatching(): boolean {
    const { reserved, recalled, connections, revision } = this.state;
    const isAnyoneAway = () => [...connections.byAgent.values()].some(({ lostAtMs }) => lostAtMs !== undefined);
    return reserved.size > 0 || recalled.size > 0 || isAnyoneAway() || revision < this.kernel.log.read(ROUTING_STREAM).length - 1;
  }

  private async expire(): Promise<string | undefined> {
    const { partition, kernel } = this;
    if (this.isWatching) this.wakeTimers();
    if (!partition.isRecovered) return undefined;
    const due = dueInputs(partition.state, partition.startedAtMs, kernel.nowMs);
    for (const input of due)
      await partition.submit(input).catch((error: unknown) => {
        if (!(error instanceof StoreUnavailable) && !(error instanceof Refused)) throw error;
      });
    return due.length > 0 ? due.map(({ type }) => type).join(' ') : undefined;
  }

  private observer(life: Life, commands: ConversationCommands): PartitionObserver {
    const { kernel } = this;
    return {
      asked: (asked) => commands.send(asked),
      decided: ({ events }) => {
        if (events.length === 0) return;
        kernel.write(life.process, events.map(({ type }) => type).join('+'));
        kernel.check(() => this.options.served(this.state));
      },
      conflicted: (attempt) => kernel.write(life.process, `was second, try ${attempt}`),
      troubled: (doing, error) => {
        if (error instanceof Unreachable || error instanceof Refused) kernel.write(life.process, `${doing}: ${error.message}`);
        else kernel.fail(life.process, error);
      },
    };
  }
}

/** As text and back, as in the database. */
const tableOf = (snapshots: Snapshots, life: Life) => ({
  load: async (): Promise<Saved | undefined> => {
    await life.travel('snapshot');
    return snapshots.latest === undefined ? undefined : (JSON.parse(snapshots.latest) as Saved);
  },
  save: async (_: string, saved: Saved): Promise<void> => {
    const text = JSON.stringify(saved);
    await life.pass('saving a snapshot');
    const before = snapshots.latest === undefined ? -1 : (JSON.parse(snapshots.latest) as Saved).state.revision;
    if (before < saved.state.revision) snapshots.latest = text;
  },
});
