import { Controller, Get, Param, Query } from '@nestjs/common';
import { EventsQuery, type RecordedConversationEvent } from '@parley/contracts';
import { Parse, Roles } from '@parley/service-kit';
import { History } from './history.query';

/** What happened, as the log holds it. */
@Controller('api/conversations/:id/events')
export class HistoryController {
  constructor(private readonly history: History) {}

  @Get()
  @Roles('supervisor')
  async events(@Param('id') id: string, @Query(new Parse(EventsQuery)) query: EventsQuery): Promise<{ items: RecordedConversationEvent[] }> {
    const events = await this.history.events(id, query);
    return {
      items: events.map(({ id: eventId, type, recordedAt: time, revision, position, data }) => ({ id: eventId, type, time, revision, position, data })),
    };
  }
}
