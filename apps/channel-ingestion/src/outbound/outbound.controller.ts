import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { OutboundIntake } from './outbound.intake';

/** What the log says about messages that go out. */
@Controller()
export class OutboundController {
  constructor(private readonly intake: OutboundIntake) {}

  @EventPattern(TOPICS.conversationEvents, { group: 'channel-ingestion', batch: true })
  ask(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.intake.ask(records);
  }

  /** Our own topic back: the webhook's path stays free of queries. */
  @EventPattern(TOPICS.channelInbound, { group: 'channel-ingestion-outbox', batch: true })
  settle(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.intake.settle(records);
  }
}
