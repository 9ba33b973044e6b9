import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type AgentOverview, LIVE_HEARTBEAT_MS, type QueueNow, type PublishedAgentEvent, toMs, type Wallboard } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import type { ContactCenter, Logger } from '@parley/service-kit';
import { type ClosingCause, frame, LiveConnection, type LiveSink } from '../live/live-connection';
import { countClosed } from '../live/live.metrics';
import { FreshValue } from './fresh-value.service';
import { changes, wallboardOf } from './wallboard-figures';
import type { Today, WallboardSource } from './wallboard-source.client';

/** Between two readings of the same figures, however much happens. */
const PAUSE_MS = { queues: 250, agents: 250, today: 1_000 };
/** What changes neither where a conversation is nor what is counted of today. */
const QUIET = new Set(['MessageReceived', 'MessageSent', 'MessageStatusChanged', 'WrapUpExtended', 'WrapUpApplied', 'ConversationClosed', 'OfferNotMade']);

export interface WallboardParts {
  readonly source: WallboardSource;
  readonly contactCenter: ContactCenter;
  readonly logger: Pick<Logger, 'warn'>;
}

/** What a supervisor asked for: whose day, and which conversation they have before them. */
export interface Wanted {
  readonly timeZone: string;
  readonly conversation?: string | undefined;
}

/** The supervisors of one time zone, who see the same. */
interface Zone {
  readonly today: FreshValue<Today>;
  readonly connections: Set<LiveConnection>;
  /** Joining, and not yet shown anything. */
  joining: number;
  shown?: Wallboard;
}

/**
 * What supervisors' wallboards are fed with.
 *
 * An event of a topic says that figures have changed; they are then read from the services that own them, and the rows that differ go out.
 * So a wallboard says what the reports and the lists say, to the digit. Nothing is read while nobody looks; what is remembered is one
 * row a queue, one an agent and the hours of today.
 */
@Injectable()
export class WallboardFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly zones = new Map<string, Zone>();
  /** Who wants to be told of a conversation. */
  private readonly followed = new Map<LiveConnection, string>();
  private readonly queues: FreshValue<readonly QueueNow[]>;
  private readonly agents: FreshValue<readonly AgentOverview[]>;
  private readonly offsets = new Map<number, number>();
  private position = 0;
  private revision = 0;
  private heart: NodeJS.Timeout | undefined;

  constructor(private readonly parts: WallboardParts) {
    const { source } = parts;
    this.queues = this.valueOf(() => source.queuesNow(this.position), PAUSE_MS.queues);
    this.agents = this.valueOf(() => source.agents(this.revision), PAUSE_MS.agents);
  }

  onApplicationBootstrap(): void {
    this.heart = setInterval(() => this.beat(), LIVE_HEARTBEAT_MS);
    this.heart.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.heart);
    for (const value of [this.queues, this.agents]) value.stop();
    for (const zone of this.zones.values()) {
      zone.today.stop();
      for (const connection of [...zone.connections]) connection.close('shutdown');
    }
  }

  /** A stream that begins with a snapshot of all that had happened when it was asked for. @throws Refused `unavailable` */
  async open({ timeZone, conversation }: Wanted, sink: LiveSink, start: () => void): Promise<LiveConnection> {
    const zone = this.zones.get(timeZone) ?? this.zoneOf(timeZone);
    zone.joining += 1;
    try {
      await Promise.all([this.queues.fresh(), this.agents.fresh(), zone.today.fresh()]);
    } finally {
      zone.joining -= 1;
      this.dropIfEmpty(timeZone, zone);
    }
    const connection = new LiveConnection('', sink, (closed, cause) => this.remove(timeZone, closed, cause), (work) => void setImmediate(work));
    start();
    // In one turn: what others are shown now is what this one is shown, and what comes next goes to all.
    this.tell(zone);
    zone.connections.add(connection);
    if (conversation !== undefined) this.followed.set(connection, conversation);
    connection.open(frame({ event: 'snapshot', data: zone.shown }));
    return connection;
  }

  /** Records of `conversation.events.v1`, with the position of the newest. */
  conversationsChanged(records: readonly BusRecord[], position: number): void {
    const news = records.filter(({ headers }) => !QUIET.has(headers['ce_type'] ?? ''));
    for (const { partition, offset } of news) this.offsets.set(partition, Math.max(offset, this.offsets.get(partition) ?? -1));
    this.position = Math.max(this.position, position);
    this.tellFollowers(records);
    if (news.length === 0) return;
    this.queues.stale();
    for (const { today } of this.zones.values()) today.stale();
  }

  agentsChanged(events: readonly Pick<PublishedAgentEvent, 'revision'>[]): void {
    for (const { revision } of events) this.revision = Math.max(this.revision, revision);
    this.agents.stale();
  }

  private tellFollowers(records: readonly BusRecord[]): void {
    if (this.followed.size === 0) return;
    const newest = new Map(records.map(({ headers }) => [headers['ce_subject'], Number(headers['ce_revision'])]));
    for (const [connection, conversationId] of [...this.followed]) {
      const revision = newest.get(conversationId);
      if (revision !== undefined) connection.push(frame({ event: 'conversation.happened', data: { conversationId, revision } }));
    }
  }

  private valueOf<T>(read: FreshValue<T>['parts']['read'], pauseMs: number): FreshValue<T> {
    return new FreshValue({
      read,
      pauseMs,
      isWanted: () => [...this.zones.values()].some(({ connections }) => connections.size > 0),
      onValue: () => this.tellAll(),
      onTrouble: (err) => this.parts.logger.warn({ err }, 'figures of the wallboard cannot be read: they are read again'),
    });
  }

  private zoneOf(timeZone: string): Zone {
    const today = this.valueOf(() => this.parts.source.today(timeZone, this.offsets), PAUSE_MS.today);
    const zone: Zone = { today, connections: new Set(), joining: 0 };
    this.zones.set(timeZone, zone);
    return zone;
  }

  private tellAll(): void {
    for (const zone of this.zones.values()) this.tell(zone);
  }

  private tell(zone: Zone): void {
    const [queuesNow, agents, today] = [this.queues.value, this.agents.value, zone.today.value];
    if (!queuesNow || !agents || !today) return;
    const before = zone.shown;
    zone.shown = wallboardOf({ queuesNow, agents, today }, this.parts.contactCenter.config.queues);
    if (!before || zone.connections.size === 0) return;
    const text = changes(before, zone.shown).map(frame).join('');
    if (text !== '') for (const connection of [...zone.connections]) connection.push(text);
  }

  /** Midnight has no event, nor has a live stream of an agent on another gateway. */
  private beat(): void {
    for (const { connections, today } of this.zones.values()) {
      for (const connection of [...connections]) connection.heartbeat();
      if (today.value && Date.now() >= toMs(today.value.today.to)) today.stale();
    }
    this.agents.stale();
  }

  private remove(timeZone: string, connection: LiveConnection, cause: ClosingCause): void {
    const zone = this.zones.get(timeZone);
    this.followed.delete(connection);
    zone?.connections.delete(connection);
    if (zone) this.dropIfEmpty(timeZone, zone);
    countClosed(cause);
  }

  private dropIfEmpty(timeZone: string, zone: Zone): void {
    if (zone.connections.size > 0 || zone.joining > 0) return;
    // Whoever has just been let in is added in this same turn.
    setImmediate(() => {
      if (zone.connections.size > 0 || zone.joining > 0) return;
      zone.today.stop();
      if (this.zones.get(timeZone) === zone) this.zones.delete(timeZone);
    });
  }
}
