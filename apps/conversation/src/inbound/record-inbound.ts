import { ChannelInbound, type InboundMessage, type InboundStatus, type OutboundResult } from '@parley/contracts';
import { type BusRecord, Unprocessable } from '@parley/event-sourcing';
import type { InboundMessages } from './inbound-messages';
import type { OutboundDeliveries } from './record-deliveries';

/** @throws Unprocessable naming what is wrong with the record */
export function readInbound({ value, topic, partition, offset }: BusRecord): ChannelInbound {
  const parsed = ChannelInbound.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Unprocessable(`${topic}/${partition}@${offset} is not as published: ${parsed.error.message}`);
}

/** Messages before deliveries: neither waits for the other, and records of one customer and kind keep their order. */
export async function recordInbound(inbound: readonly ChannelInbound[], { messages, deliveries }: { messages: InboundMessages; deliveries: OutboundDeliveries }): Promise<void> {
  await messages.record(inbound.filter((item): item is InboundMessage => item.kind === 'message'));
  await deliveries.recordResults(inbound.filter((item): item is OutboundResult => item.kind === 'outbound-result'));
  await deliveries.recordStatuses(inbound.filter((item): item is InboundStatus => item.kind === 'status'));
}
