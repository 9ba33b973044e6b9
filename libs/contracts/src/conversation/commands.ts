import { z } from 'zod';
import { OfferKind } from './parts';

/** Routing holds a place for `agentId` and asks the conversation to make the offer. Quiet when the wait is over already. */
export const OfferConversation = z.object({
  type: z.literal('OfferConversation'),
  conversationId: z.string(),
  entryId: z.string(),
  offerId: z.string(),
  kind: OfferKind,
  agentId: z.string(),
  agentName: z.string(),
  queueId: z.string(),
  queueName: z.string(),
  offerTimeoutSeconds: z.int().positive(),
});

/** Routing takes an open offer back, without blame: the request returns to its queue. */
export const WithdrawOffer = z.object({
  type: z.literal('WithdrawOffer'),
  conversationId: z.string(),
  offerId: z.string(),
  cause: z.enum(['agent-unavailable', 'agent-disconnected', 'superseded']),
});

/** Records of `conversation.commands.v1`; key: conversation id. */
export const ConversationCommand = z.discriminatedUnion('type', [OfferConversation, WithdrawOffer]);
export type ConversationCommand = z.infer<typeof ConversationCommand>;
export type OfferConversation = z.infer<typeof OfferConversation>;
export type WithdrawOffer = z.infer<typeof WithdrawOffer>;
