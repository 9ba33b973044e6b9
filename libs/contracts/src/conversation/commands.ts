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

/** Routing has lost the agent for good: they are out of the conversation, which goes on without them. */
export const ReleaseAgent = z.object({
  type: z.literal('ReleaseAgent'),
  conversationId: z.string(),
  agentId: z.string(),
  /** The leg that is meant: a late repeat does not end a later one. */
  legId: z.string().optional(),
});

/** Records of `conversation.commands.v1`; key: conversation id. */
export const ConversationCommand = z.discriminatedUnion('type', [OfferConversation, WithdrawOffer, ReleaseAgent]);
export type ConversationCommand = z.infer<typeof ConversationCommand>;
export type OfferConversation = z.infer<typeof OfferConversation>;
export type WithdrawOffer = z.infer<typeof WithdrawOffer>;
export type ReleaseAgent = z.infer<typeof ReleaseAgent>;
