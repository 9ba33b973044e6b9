import { Controller, Get, Headers, Inject, Query } from '@nestjs/common';
import { type ConversationsPage, ConversationsQuery, type QueueNow, Refused } from '@parley/contracts';
import type { EventStore } from '@parley/event-sourcing';
import { Parse, Roles, ServicesOnly } from '@parley/service-kit';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';
import { EVENT_STORE } from '../tokens';
import { ConversationList } from './conversation-list.query';

/** All conversations, for supervisors; it holds everything that had happened when it was asked. */
@Controller('api/conversations')
export class ConversationListController {
  constructor(
    private readonly list: ConversationList,
    private readonly progress: ReadModelProgress,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Get()
  @Roles('supervisor')
  async show(@Query(new Parse(ConversationsQuery)) query: ConversationsQuery): Promise<ConversationsPage> {
    await this.progress.reached(await this.store.head());
    return this.list.page(query);
  }
}

/** For the gateway, whose wallboards show it. */
@Controller('internal/queues')
@ServicesOnly()
export class QueuesNowController {
  constructor(
    private readonly list: ConversationList,
    private readonly progress: ReadModelProgress,
  ) {}

  /** Holds at least what the position in `x-parley-after` names. */
  @Get()
  async show(@Headers('x-parley-after') after = '0'): Promise<{ items: readonly QueueNow[] }> {
    if (!/^\d{1,15}$/.test(after)) throw new Refused('invalid-request', 'x-parley-after: expected a position');
    await this.progress.reached(Number(after));
    return { items: await this.list.queuesNow() };
  }
}
