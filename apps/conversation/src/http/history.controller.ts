import { Controller, Get, Inject, Param } from '@nestjs/common';
import { type RecordedConversationEvent, Refused } from '@parley/contracts';
import type { EventStore } from '@parley/event-sourcing';
import { Roles } from '@parley/service-kit';
import { conversationStream } from '../conversation/conversation';
import { EVENT_STORE } from '../tokens';

/** What happened, as the log holds it. */
@Controller('api/conversations/:id/events')
export class HistoryController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Get()
  @Roles('supervisor')
  async events(@Param('id') id: string): Promise<{ items: RecordedConversationEvent[] }> {
    const events = await this.store.readStream(conversationStream(id));
    if (events.length === 0) throw new Refused('not-found', 'there is no such conversation');
    return {
      items: events.map(({ id: eventId, type, recordedAt: time, revision, position, data }) => ({ id: eventId, type, time, revision, position, data })),
    };
  }
}
