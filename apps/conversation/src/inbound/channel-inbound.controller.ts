import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@parley/contracts';
import { type BusRecord, together } from '@parley/event-sourcing';
import { type Logger, LOGGER } from '@parley/service-kit';
import { InboundMessages } from './inbound-messages';
import { blamingNoRecord } from './outage.adapter';
import { OutboundDeliveries } from './record-deliveries';
import { readInbound, recordInbound } from './record-inbound';

/** What WhatsApp told us becomes part of conversations. */
@Controller()
export class ChannelInboundController {
  constructor(
    private readonly messages: InboundMessages,
    private readonly deliveries: OutboundDeliveries,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The batches of all partitions that are ready share their statements. @throws Unprocessable naming what is wrong with a record */
  @EventPattern(TOPICS.channelInbound, { group: 'conversation', batch: true })
  receive(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.take(records);
  }

  private readonly take = together(async (records) => {
    const inbound = records.map(readInbound);
    await blamingNoRecord(() => recordInbound(inbound, { messages: this.messages, deliveries: this.deliveries }));
    for (const item of inbound)
      if (item.kind === 'notice') this.logger.info({ field: item.field, reason: item.reason }, 'WhatsApp sent a notice');
  });
}
