import { type ConversationEvent, cloudEventHeaders } from '@parley/contracts';
import { derivedId, type NewRecord } from '@parley/event-sourcing';

/** Conversations that go on at the same time; their events come in turns. */
const AT_ONCE = 100;
const BEGINS_MS = Date.parse('2026-01-05T08:00:00.000Z');

/** `count` conversations from the first message to the wrap-up, as `conversation.events.v1` holds them. */
export function history(count: number): NewRecord[] {
  const records: NewRecord[] = [];
  let position = 0;
  for (let first = 0; first < count; first += AT_ONCE) {
    const group = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => first + index);
    const stories = group.map((number) => ({ id: derivedId('bench', number), events: story(number) }));
    for (let revision = 0; revision < stories[0]!.events.length; revision++)
      for (const { id, events } of stories) records.push(record(id, events[revision]!, { revision, position: ++position }));
  }
  return records;
}

function record(conversationId: string, event: ConversationEvent, at: { revision: number; position: number }): NewRecord {
  const stored = { id: derivedId(conversationId, at.revision), type: event.type, recordedAt: time(at.position), ...at };
  return { key: conversationId, value: event, headers: cloudEventHeaders('/conversation', conversationId, stored) };
}

const time = (step: number): string => new Date(BEGINS_MS + step * 100).toISOString();

function story(number: number): ConversationEvent[] {
  const [offerId, agentId, queueId] = [derivedId('offer', number), `agent-${(number % 20) + 1}`, 'one'];
  const names = { agentName: agentId, queueName: 'Queue one', customerName: `Customer ${number}`, sourceNumber: '+1 555 019 0000' };
  const at = (step: number) => time(number * 20 + step);
  const received = (step: number): ConversationEvent => ({
    type: 'MessageReceived',
    messageId: derivedId('received', number, step),
    wamid: `wamid.${number}.${step}`,
    messageType: 'text',
    text: 'Is my order on its way?',
    customerName: names.customerName,
    channelTimestamp: at(step),
    receivedAt: at(step),
    serviceWindowExpiresAt: at(step + 864_000),
  });
  const sent = (step: number): ConversationEvent => ({
    type: 'MessageSent',
    messageId: derivedId('sent', number, step),
    messageType: 'text',
    text: 'It left our warehouse today.',
    legId: offerId,
    agentId,
    agentName: names.agentName,
    phoneNumberId: '900000000000001',
    to: { phone: '+12025550143' },
    sentAt: at(step),
  });
  return [...beginning({ number, offerId, agentId, queueId, names, at }), received(4), sent(5), received(6), sent(7), ...ending({ offerId, agentId, at })];
}

function beginning(of: {
  number: number;
  offerId: string;
  agentId: string;
  queueId: string;
  names: { agentName: string; queueName: string; customerName: string; sourceNumber: string };
  at: (step: number) => string;
}): ConversationEvent[] {
  const { number, offerId, agentId, queueId, names, at } = of;
  const [agentName, queueName, customerName, sourceNumber] = [names.agentName, names.queueName, names.customerName, names.sourceNumber];
  const customer = { customerId: derivedId('customer', number), name: customerName, phone: '+12025550143' };
  return [
    {
      type: 'ConversationStarted',
      threadId: derivedId('thread', number),
      episode: 1,
      channel: 'whatsapp',
      phoneNumberId: '900000000000001',
      sourceNumber,
      customer,
      startedAt: at(0),
    },
    {
      type: 'Queued',
      entryId: derivedId('entry', number),
      purpose: 'queue',
      queueId,
      queueName,
      reason: 'new',
      priority: 0,
      arrivedAt: at(1),
      queuedAt: at(1),
      serviceLevelSeconds: 60,
    },
    {
      type: 'Offered',
      offerId,
      kind: 'queue',
      agentId,
      agentName,
      queueId,
      queueName,
      customerName,
      customerPhone: customer.phone,
      sourceNumber,
      receivedAt: at(1),
      offeredAt: at(2),
      expiresAt: at(302),
    },
    { type: 'Accepted', offerId, kind: 'queue', legId: offerId, agentId, agentName, queueId, acceptedAt: at(3), waitedMs: 200 },
  ];
}

function ending({ offerId: legId, agentId, at }: { offerId: string; agentId: string; at: (step: number) => string }): ConversationEvent[] {
  const allowedReasons = ['none'];
  return [
    { type: 'Ended', endedBy: { kind: 'agent', id: agentId }, reason: 'agent-ended', lastStatus: 'active', endedAt: at(8) },
    { type: 'WrapUpStarted', legId, agentId, startedAt: at(8), dueAt: at(1_208), defaultReason: 'none', allowedReasons },
    { type: 'WrapUpApplied', legId, agentId, reasonId: 'none', automatic: false, startedAt: at(8), appliedAt: at(9) },
    { type: 'ConversationClosed', closedAt: at(9) },
  ];
}
