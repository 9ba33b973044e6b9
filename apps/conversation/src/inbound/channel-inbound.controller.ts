import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ChannelInbound, type InboundMessage, type InboundStatus, type OutboundResult, TOPICS } from '@parley/contracts';
import { type BusRecord, Unprocessable } from '@parley/event-sourcing';
import { type Logger, LOGGER } from '@parley/service-kit';
import { blamingNoRecord } from './outage.adapter';
import { InboundMessages } from './inbound-messages.handler';
import { OutboundDeliveries } from './outbound-deliveries.handler';

/** What WhatsApp told us becomes part of conversations. */
@Controller()
export class ChannelInboundController {
  constructor(
    private readonly messages: InboundMessages,
    private readonly deliveries: OutboundDeliveries,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Messages before deliveries: neither waits for the other, and records of one customer and kind keep their order.
   *
   * @throws Unprocessable naming what is wrong with a record
   */
  @EventPattern(TOPICS.channelInbound, { group: 'conversation', batch: true })
  async receive(@Payload() records: readonly BusRecord[]): Promise<void> {
    const inbound = records.map(read);
    await blamingNoRecord(async () => {
      await this.messages.record(inbound.filter((item): item is InboundMessage => item.kind === 'message'));
      await this.deliveries.recordResults(inbound.filter((item): item is OutboundResult => item.kind === 'outbound-result'));
      await this.deliveries.recordStatuses(inbound.filter((item): item is InboundStatus => item.kind === 'status'));
    });
    for (const item of inbound)
      if (item.kind === 'notice') this.logger.info({ field: item.field, reason: item.reason }, 'WhatsApp sent a notice');
  }
}

function read({ value, topic, partition, offset }: BusRecord): ChannelInbound {
  const parsed = ChannelInbound.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Unprocessable(`${topic}/${partition}@${offset} is not as published: ${parsed.error.message}`);
}
