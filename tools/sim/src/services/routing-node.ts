import type { ConversationCommand } from '@parley/contracts';
import { eventId, RevisionConflict } from '@parley/event-sourcing';
import {
  AssignWaitingWork,
  evolveRouting,
  ExpireConnections,
  ExpireReservations,
  isConnectionDue,
  isReservationDue,
  restore,
  type RoutingEvent,
  type RoutingInput,
  type RoutingSnapshot,
  RoutingState,
  routingStream,
  takeSnapshot,
  Turn,
} from '@parley/routing/domain';
import { TOPICS } from '@parley/contracts';
import type { Kernel, Process } from '../engine/kernel';
import type { Parts } from '../parts';
import type { World } from '../world';

export const ROUTING_STREAM = routingStream('main');
const ATTEMPTS_MAX = 12;
const LOOK_EVERY_MS = 500;
const REMIND_EVERY_MS = 1_000;
const FIRST_REMINDER_MS = 5_000;
const SNAPSHOT_EVERY = 40;
/** What the other process makes of the same events is compared now and then; it costs as much as everything else. */
const COMPARE_EVERY = 8;

/** The database's table of snapshots. */
export interface Snapshots {
  latest?: string;
}

/** One process of routing, as `RoutingPartition` and its timers are; several decide on the same stream. */
export class RoutingNode implements Process {
  committed: RoutingState;
  private outbox: ConversationCommand[] = [];
  private reminders = new Map<string, number>();
  private startedAtMs: number;
  private turns = 0;

  constructor(
    readonly name: string,
    private readonly kernel: Kernel,
    private readonly options: { world: World; parts: Parts; snapshots: Snapshots; served: (state: RoutingState) => void; recovered: () => void },
  ) {
    this.committed = new RoutingState(this.roster);
    this.startedAtMs = kernel.nowMs;
  }

  private get roster() {
    return this.options.parts.rosterOf(this.options.world.config);
  }

  lose(): void {
    this.committed = new RoutingState(this.roster);
    this.outbox = [];
    this.reminders.clear();
  }

  recover(): void {
    const { latest } = this.options.snapshots;
    this.startedAtMs = this.kernel.nowMs;
    this.committed = latest ? restore(JSON.parse(latest) as RoutingSnapshot, this.roster) : new RoutingState(this.roster);
    this.catchUp();
    this.options.recovered();
    this.kernel.agenda.at(this.kernel.nowMs, `${this.name} assigns`, () => (this.kernel.isUp(this.name) ? this.submit(new AssignWaitingWork()).said : undefined));
    this.wakeTimers();
  }

  /** What the other process appended will be read some time. */
  wakeNews(): void {
    this.kernel.agenda.wake(`${this.name} reads`, this.kernel.nowMs + this.kernel.delay(200, this.name, this.committed.revision), () =>
      this.kernel.isUp(this.name) && this.catchUp() ? `revision ${this.committed.revision}` : undefined,
    );
  }

  /** @throws Refused */
  submit(input: RoutingInput): { said: string } {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const tentative = restore(takeSnapshot(this.committed), this.roster);
      const turn = new Turn(tentative, this.kernel.nowMs);
      const { refusals, more } = this.options.parts.decideTurn(turn, [input]);
      const isSettled = turn.events.length > 0 ? this.store(turn) : !this.catchUp();
      if (!isSettled) continue;
      this.send(turn.commands);
      if (more) this.submit(new AssignWaitingWork());
      if (refusals[0]) throw refusals[0];
      return { said: turn.events.length > 0 ? turn.events.map(({ type }) => type).join('+') : 'quiet' };
    }
    throw new Error(`${this.name}: others kept being first`);
  }

  private store({ events }: Turn): boolean {
    const { revision } = this.committed;
    const batch = `${this.name}/${(this.turns += 1)}/${this.kernel.nowMs}`;
    try {
      this.kernel.log.append(ROUTING_STREAM, revision, events.map((data, index) => ({ id: eventId(ROUTING_STREAM, batch, index), type: data.type, data })), this.kernel.nowMs);
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      this.catchUp();
      return false;
    }
    this.kernel.faults.pass(this.name, 'having appended');
    for (const event of events) evolveRouting(this.committed, event, this.committed.revision + 1);
    this.options.served(this.committed);
    if (Math.floor(this.committed.revision / SNAPSHOT_EVERY) > Math.floor(revision / SNAPSHOT_EVERY)) this.options.snapshots.latest = JSON.stringify(takeSnapshot(this.committed));
    this.wakeTimers();
    return true;
  }

  private catchUp(): boolean {
    const news = this.kernel.log.read(ROUTING_STREAM, this.committed.revision + 1);
    for (const { data, revision } of news) evolveRouting(this.committed, data as RoutingEvent, revision);
    if (news.length === 0) return false;
    if (this.committed.revision % COMPARE_EVERY === 0) this.options.served(this.committed);
    this.wakeTimers();
    return true;
  }

  private send(commands: readonly ConversationCommand[]): void {
    if (commands.length === 0) return;
    this.outbox.push(...commands);
    this.kernel.agenda.wake(`${this.name} asks`, this.kernel.nowMs + this.kernel.delay(20, 'asks', this.committed.revision), () => this.publish());
  }

  private publish(): string | undefined {
    const commands = this.outbox.splice(0);
    if (commands.length === 0) return undefined;
    this.kernel.bus.publish(TOPICS.conversationCommands, commands.map((command) => ({ key: command.conversationId, value: command })));
    return commands.map(({ type }) => type).join(' ');
  }

  /** `expireOnTime` and `remindOnTime`: they look while anything is reserved. */
  private wakeTimers(): void {
    const { reserved, connections } = this.committed;
    const isAnyoneAway = [...connections.byAgent.values()].some(({ lostAtMs }) => lostAtMs !== undefined);
    if (reserved.size === 0 && !isAnyoneAway && this.options.parts.remindConversations(this.committed).length === 0) return;
    this.kernel.agenda.wake(`${this.name} expires`, this.kernel.nowMs + LOOK_EVERY_MS + Math.floor(this.kernel.luck('spread', this.name, this.kernel.nowMs) * 250), () => this.expire());
    this.kernel.agenda.wake(`${this.name} reminds`, this.kernel.nowMs + REMIND_EVERY_MS, () => this.remind());
  }

  private expire(): string | undefined {
    if (!this.kernel.isUp(this.name)) return undefined;
    this.wakeTimers();
    const connections = new ExpireConnections(this.startedAtMs);
    const said = [
      ...(isReservationDue(this.committed, this.kernel.nowMs) ? [this.submit(new ExpireReservations()).said] : []),
      ...(isConnectionDue(this.committed, connections, this.kernel.nowMs) ? [this.submit(connections).said] : []),
    ];
    return said.length > 0 ? said.join(' ') : undefined;
  }

  private remind(): string | undefined {
    if (!this.kernel.isUp(this.name)) return undefined;
    this.wakeTimers();
    const now = this.kernel.nowMs;
    const reservedAt = (command: ConversationCommand) => this.committed.places.get(placeOf(command))?.reservedAtMs ?? 0;
    const first = (reservedAtMs: number) => (reservedAtMs <= this.startedAtMs ? this.startedAtMs : reservedAtMs + FIRST_REMINDER_MS);
    const open = this.options.parts.remindConversations(this.committed);
    this.reminders = new Map(open.map((command) => [placeOf(command), this.reminders.get(placeOf(command)) ?? first(reservedAt(command))]));
    const due = open.filter((command) => this.reminders.get(placeOf(command))! <= now);
    for (const command of due) this.reminders.set(placeOf(command), now + Math.max(FIRST_REMINDER_MS, now - reservedAt(command)));
    this.send(due);
    return due.length > 0 ? `${due.length} again` : undefined;
  }
}

/** The place that a command is about. */
const placeOf = (command: ConversationCommand): string => (command.type === 'ReleaseAgent' ? (command.legId ?? '') : command.offerId);
