import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { RoutingPartition } from '../running/routing-partition.service';
import { followRecords } from './follow-records';

/** What happens in conversations moves work and places. */
@Controller()
export class ConversationEventsController {
  constructor(private readonly partition: RoutingPartition) {}

  /** As {@link followRecords}. */
  @EventPattern(TOPICS.conversationEvents, { group: 'routing', batch: true })
  follow(@Payload() records: readonly BusRecord[]): Promise<void> {
    return followRecords(records, (input) => this.partition.submit(input));
  }
}
