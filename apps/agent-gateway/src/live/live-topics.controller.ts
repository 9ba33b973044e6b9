import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { LiveFeed } from './live-feed.service';

/** The topics that live streams are made of. No group: every replica sees every record, from its start on. */
@Controller()
export class LiveTopicsController {
  constructor(private readonly feed: LiveFeed) {}

  @EventPattern(TOPICS.conversationEvents, { fromNow: true, batch: true })
  conversationEvents(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.feed.takeConversations(records);
  }

  @EventPattern(TOPICS.agentEvents, { fromNow: true, batch: true })
  agentEvents(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.feed.takeAgents(records);
  }
}
