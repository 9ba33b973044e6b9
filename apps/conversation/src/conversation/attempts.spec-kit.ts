import { openOffers } from '@parley/contracts';
import fc from 'fast-check';
import { AcceptOffer } from './accept-offer/accept-offer';
import { ExpireOffer, RejectOffer, WithdrawOffer } from './close-offer/close-offer';
import { CancelConference, ExitConference, ExpireConference, RemoveParticipant, RequestConference } from './conference/conference';
import type { Conversation } from './conversation';
import type { ConversationCommand } from './conversation-decider';
import { EndConference, EndConversation } from './end-conversation/end-conversation';
import { ID, NOON, receive } from './examples.spec-kit';
import { OfferConversation } from './offer-conversation/offer-conversation';
import { OverflowQueue } from './overflow-queue/overflow-queue';
import { ReassignConversation } from './reassign/reassign';
import { RecordStatus } from './record-status/record-status';
import { ReleaseAgent } from './release-agent/release-agent';
import { SendMessage } from './send-message/send-message';
import { SendTemplate } from './send-message/send-template';
import { CancelTransfer, RequestTransfer } from './transfer/transfer';
import { ApplyWrapUp, ExpireWrapUp } from './wrap-up/wrap-up';

/** Anything that anyone may try, right or wrong, as a choice that becomes a command of the state in which it is tried. */
export interface Attempt {
  readonly what: number;
  readonly agent: string;
  readonly other: string;
  readonly number: number;
  readonly waitMs: number;
}

/** How many kinds of command {@link commandOf} knows. */
export const KINDS = 23;
export const WAITS_MS = [0, 1, 1_000, 29_999, 30_000, 30_001, 120_000] as const;
export const agents = ['ana', 'ben', 'carla'];
export const attempt: fc.Arbitrary<Attempt> = fc.record({
  what: fc.nat(KINDS - 1),
  agent: fc.constantFrom(...agents),
  other: fc.constantFrom(...agents),
  number: fc.nat(5),
  waitMs: fc.constantFrom(...WAITS_MS),
});

export function commandOf({ what, agent, other, number }: Attempt, { view }: Conversation, atMs: number): ConversationCommand {
  const open = view ? openOffers(view) : [];
  const entry = view?.conference?.entry ?? view?.entry;
  const offerId = open[number % Math.max(open.length, 1)]?.offerId ?? `gone-${number}`;
  const target = number % 2 === 0 ? ({ type: 'queue', id: number > 2 ? 'sales' : number > 0 ? 'care' : 'support' } as const) : ({ type: 'agent', id: other } as const);
  const direct = target.type === 'agent' ? { offerId: `direct-${atMs}-${number}`, agentId: other, agentName: other, offerTimeoutSeconds: 30 } : undefined;
  const kind = entry?.purpose ?? 'queue';
  const commands: readonly (() => ConversationCommand)[] = [
    () => receive(`text-${atMs}`, (atMs - NOON) / 1000),
    () =>
      new OfferConversation(
        ID,
        { entryId: entry?.entryId ?? 'none', offerId: `offer-${agent}-${atMs}-${number}`, kind, agentId: agent, agentName: agent, queueId: 'support', queueName: 'Support', offerTimeoutSeconds: 30 },
        atMs,
      ),
    () => new AcceptOffer(ID, offerId, open[0]?.agentId ?? agent, atMs),
    () => new AcceptOffer(ID, offerId, agent, atMs),
    () => new RejectOffer(ID, offerId, open[0]?.agentId ?? agent, atMs),
    () => new ExpireOffer(ID, offerId, atMs),
    () => new WithdrawOffer(ID, offerId, 'agent-unavailable', atMs),
    () => new SendMessage(ID, `m-${number}`, 'text', agent, atMs),
    () => new RecordStatus(ID, `m-${number}`, (['sent', 'delivered', 'read', 'failed', 'pending'] as const)[number % 5]!, atMs),
    () => new RequestTransfer(ID, target, agent, atMs, direct),
    () => new CancelTransfer(ID, agent, atMs, number === 5),
    () => new RequestConference(ID, target, agent, atMs, direct),
    () => new CancelConference(ID, agent, atMs),
    () => new ExpireConference(ID, view?.conference?.requestId ?? 'none', atMs),
    () => new ExitConference(ID, agent, atMs),
    () => new RemoveParticipant(ID, other, agent, atMs),
    () => (number === 0 ? new EndConference(ID, agent, atMs) : new EndConversation(ID, agent, number === 5, atMs)),
    () => new ApplyWrapUp(ID, agent, number < 5 ? 'resolved' : 'unknown', atMs),
    () => new OverflowQueue(ID, view?.entry?.entryId ?? 'none', atMs),
    () => new ReleaseAgent(ID, agent, atMs),
    () => new ReassignConversation(ID, target, { id: agent, name: agent }, atMs, direct),
    () => new ExpireWrapUp(ID, view?.legs[number]?.legId ?? 'none', atMs),
    () => new SendTemplate(ID, `m-${number}`, { text: 'text', template: { name: 'a', language: 'es', parameters: [] } }, agent, atMs),
  ];
  return commands[what]!();
}
