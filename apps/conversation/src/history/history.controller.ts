import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { EventsQuery, type RecordedConversationEvent } from '@parley/contracts';
import type { EventStore } from '@parley/event-sourcing';
import { Parse, Roles } from '@parley/service-kit';
import { EVENT_STORE } from '../tokens';
import { readHistory } from './history.query';

/** What happened, as the log holds it. */
@Controller('api/conversations/:id/events')
export class HistoryController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Get()
  @Roles('supervisor')
  async events(@Param('id') id: string, @Query(new Parse(EventsQuery)) query: EventsQuery): Promise<{ items: RecordedConversationEvent[] }> {
    const events = await readHistory(this.store, id, query);
    return {
      items: events.map(({ id: eventId, type, recordedAt: time, revision, position, data }) => ({ id: eventId, type, time, revision, position, data })),
    };
  }
}
