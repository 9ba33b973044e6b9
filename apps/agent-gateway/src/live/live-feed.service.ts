import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LIVE_HEARTBEAT_MS, type LiveEventData, type PublishedEvent, readAgentEvent, readConversationEvent } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { type ContactCenter, type Logger, type ServiceSettings, serviceToken } from '@parley/service-kit';
import { hostname } from 'node:os';
import type { Upstreams } from '../upstream/upstreams.client';
import type { WallboardFeed } from '../wallboard/wallboard-feed.service';
import { AgentFeed } from './agent-feed';
import { ConversationFeed } from './conversation-feed';
import { ConversationServiceSource } from './conversation-source.client';
import { LiveConnections } from './live-connections';
import { countClosed, showConnections } from './live.metrics';
import { PresenceReports } from './presence-reports.client';
import { SeenPositions } from './seen-positions';
import { readableBy } from './readable-by';
import { Snapshots } from './snapshot.client';

export interface LiveFeedParts {
  readonly settings: ServiceSettings;
  readonly contactCenter: ContactCenter;
  readonly logger: Logger;
  readonly upstreams: Upstreams;
  readonly wallboard: Pick<WallboardFeed, 'conversationsChanged' | 'agentsChanged'>;
}

/** What the live streams of this process are fed with: both event topics, of which every replica sees everything from its start on. */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, OnModuleDestroy {
  readonly connections: LiveConnections;
  private readonly reports: PresenceReports;
  private readonly seen = { conversations: new SeenPositions(), agents: new SeenPositions() };
  private readonly conversations: ConversationFeed;
  private readonly agents: AgentFeed;
  private readonly snapshots: Snapshots;
  private readonly logger: Logger;
  private readonly wallboard: LiveFeedParts['wallboard'];
  private heart: NodeJS.Timeout | undefined;

  constructor({ contactCenter, logger, upstreams, settings, wallboard }: LiveFeedParts) {
    this.logger = logger;
    this.wallboard = wallboard;
    this.connections = new LiveConnections(
      (work) => void setImmediate(work),
      countClosed,
      (agentId) => this.reports.noteChange(agentId),
      readableBy(contactCenter.config.masking, (agentId) => contactCenter.agent(agentId)?.roles.includes('supervisor') ?? false),
    );
    const source = new ConversationServiceSource(upstreams.to('conversation'), serviceToken(settings));
    this.conversations = new ConversationFeed(this.connections, source, (conversationId, err) =>
      logger.warn({ err, conversationId }, 'a conversation could not be loaded: its live streams start anew'),
    );
    this.agents = new AgentFeed(this.connections, (id) => contactCenter.agent(id));
    this.snapshots = new Snapshots(upstreams);
    this.reports = new PresenceReports({
      routing: upstreams.to('routing'),
      serviceToken: serviceToken(settings),
      // The same after a restart, so that what was open before it is known to be closed.
      gatewayId: `${hostname()}:${settings.PORT}`,
      presence: this.connections,
      onTold: () => wallboard.agentsChanged([]),
      onTrouble: (err) => logger.warn({ err }, 'routing was not told who is connected: it is told again'),
    });
    showConnections(() => this.connections.size);
  }

  onApplicationBootstrap(): void {
    this.heart = setInterval(() => this.connections.heartbeat(), LIVE_HEARTBEAT_MS);
    this.heart.unref();
    this.reports.start();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.heart);
    this.connections.closeAll('shutdown');
    await this.reports.stop();
  }

  /** What the caller's screen shows, with at least everything in it that this process has seen. */
  snapshot(authorization: string, requestId: string): Promise<LiveEventData<'snapshot'>> {
    return this.snapshots.take({
      authorization,
      requestId,
      conversationPosition: this.seen.conversations.position,
      agentPosition: this.seen.agents.position,
    });
  }

  /** Records of `conversation.events.v1`, of one partition, in order. */
  async takeConversations(records: readonly BusRecord[]): Promise<void> {
    await this.orCloseAll(async () => {
      const events = this.read(records, readConversationEvent, this.seen.conversations);
      this.wallboard.conversationsChanged(records, this.seen.conversations.position);
      await this.conversations.take(events);
    });
  }

  /** Records of `agent.events.v1`, of one partition, in order. */
  async takeAgents(records: readonly BusRecord[]): Promise<void> {
    await this.orCloseAll(async () => {
      const events = this.read(records, readAgentEvent, this.seen.agents);
      this.wallboard.agentsChanged(events);
      this.agents.take(events);
    });
  }

  /** Records that cannot be read are left to the revision gap that they make. */
  private read<E>(
    records: readonly BusRecord[],
    reader: (record: BusRecord) => PublishedEvent<E> | undefined,
    seen: SeenPositions,
  ): PublishedEvent<E>[] {
    return records.flatMap((record) => {
      try {
        const event = reader(record);
        if (event) seen.saw(event.position);
        return event ? [event] : [];
      } catch (err) {
        this.logger.error({ err, topic: record.topic, partition: record.partition, offset: record.offset }, 'an event cannot be read');
        return [];
      }
    });
  }

  /** Whatever goes wrong, no stream stays open with something missing in it. */
  private async orCloseAll(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.logger.error({ err }, 'live events could not be told: every stream starts anew');
      this.connections.closeAll('gap');
    }
  }
}
