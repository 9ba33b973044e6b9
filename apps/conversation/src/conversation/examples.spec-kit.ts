import type { ConversationEvent, ConversationEventOf } from '@parley/contracts';
import type { Decider } from '@parley/event-sourcing';
import { deciderSpec } from '@parley/event-sourcing/testing';
import { AcceptOffer } from './accept-offer/accept-offer';
import { conversationDecider, type ConversationCommand } from './conversation-decider';
import { type Conversation, conversationStream, type Rules } from './conversation';
import { OfferConversation } from './offer-conversation/offer-conversation';
import { ReceiveMessage, type Thread } from './receive-message/receive-message';

/** Noon of a day; the examples tell the time in seconds from here. */
export const NOON = Date.UTC(2026, 10, 20, 12);
export const at = (seconds: number): number => NOON + seconds * 1000;
export const iso = (seconds: number): string => new Date(at(seconds)).toISOString();

export const ID = 'thread-1';

export const rules: Rules = {
  queue: (id) =>
    ({
      support: { name: 'Support', serviceLevelSeconds: 60, whenTransferNotAccepted: 'requeue' as const },
      care: { name: 'Care', serviceLevelSeconds: 60, whenTransferNotAccepted: 'requeue' as const, priority: 5, overflow: { afterSeconds: 45, queue: 'support' } },
      sales: { name: 'Sales', serviceLevelSeconds: 60, whenTransferNotAccepted: 'end' as const },
    })[id],
  wrapUp: { timeoutSeconds: 120, extensionSeconds: 60, extensionsMax: 2, defaultReason: 'none-given', reasons: ['resolved', 'none-given'] },
};

export const decider: Decider<Conversation, ConversationCommand, ConversationEvent> = conversationDecider(rules);
export const { given } = deciderSpec(decider, conversationStream(ID));

export const thread: Thread = {
  threadId: 'thread',
  episode: 1,
  phoneNumberId: '100000000000001',
  sourceNumber: '+1 555 010 0001',
  queueId: 'support',
  customer: { customerId: 'c-1', name: 'Ana Példa', phone: '+12025550101', bsuid: 'US.1' },
};

export const receive = (text = 'Hello', seconds = 0, over: Partial<Thread> = {}): ReceiveMessage =>
  new ReceiveMessage(
    ID,
    { ...thread, ...over },
    { messageId: `in-${text}`, wamid: `wamid.${text}`, messageType: 'text', text, channelTimestampMs: at(seconds) },
    at(seconds),
  );

/** The events that commands lead to from the beginning: examples are made by the rules themselves. */
export function story(...commands: readonly ConversationCommand[]): readonly ConversationEvent[] {
  const events: ConversationEvent[] = [];
  for (const command of commands) {
    const state = events.reduce((before, event, revision) => decider.evolve(before, event, { stream: conversationStream(ID), revision }), decider.initial);
    events.push(...decider.decide(command, state));
  }
  return events;
}

/** The entry of the newest wait among `events`. */
export const entryOf = (events: readonly ConversationEvent[]): string =>
  (events.findLast(({ type }) => type === 'Queued') as ConversationEventOf<'Queued'>).entryId;

export const offerTo = (
  agentId: string,
  events: readonly ConversationEvent[],
  { seconds = 1, offerId = `offer-${agentId}`, kind = 'queue', queueId = 'support' }: { seconds?: number; offerId?: string; kind?: 'queue' | 'transfer' | 'conference'; queueId?: string } = {},
): OfferConversation =>
  new OfferConversation(
    ID,
    { entryId: entryOf(events), offerId, kind, agentId, agentName: agentId.toUpperCase(), queueId, queueName: rules.queue(queueId)!.name, offerTimeoutSeconds: 30 },
    at(seconds),
  );

export const started = story(receive());
export const offered = [...started, ...decide(started, offerTo('ana', started))];
export const active = [...offered, ...decide(offered, new AcceptOffer(ID, 'offer-ana', 'ana', at(5)))];

/** What `command` leads to after `events`. */
export function decide(events: readonly ConversationEvent[], command: ConversationCommand): readonly ConversationEvent[] {
  const state = events.reduce((before, event, revision) => decider.evolve(before, event, { stream: conversationStream(ID), revision }), decider.initial);
  return decider.decide(command, state);
}

export const after = (events: readonly ConversationEvent[], ...commands: readonly ConversationCommand[]): readonly ConversationEvent[] =>
  commands.reduce<readonly ConversationEvent[]>((past, command) => [...past, ...decide(past, command)], events);

