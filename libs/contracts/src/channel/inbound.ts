import { z } from 'zod';
import { DeliveryError, Instant, Media, MessageStatus } from '../conversation/parts';

/** Every id of a customer that one webhook item named; at least one is there. `phone` is E.164 with a plus. */
export const CustomerIdentity = z.object({
  phone: z.string().optional(),
  bsuid: z.string().optional(),
  parentBsuid: z.string().optional(),
  name: z.string().optional(),
  username: z.string().optional(),
});
export type CustomerIdentity = z.infer<typeof CustomerIdentity>;

/** One element of `value.messages[]`. `raw` is the element as WhatsApp sent it. */
export const InboundMessage = z.object({
  kind: z.literal('message'),
  phoneNumberId: z.string(),
  wamid: z.string(),
  customer: CustomerIdentity,
  messageType: z.string(),
  text: z.string().optional(),
  media: Media.optional(),
  replyToWamid: z.string().optional(),
  channelTimestamp: Instant,
  receivedAt: Instant,
  raw: z.unknown(),
});

/** One element of `value.statuses[]`, not yet matched to one of our messages. */
export const InboundStatus = z.object({
  kind: z.literal('status'),
  phoneNumberId: z.string(),
  /** WhatsApp's id of our outbound message. */
  wamid: z.string(),
  /** WhatsApp's word: sent, delivered, read, played, failed, or one that we have never heard of. */
  status: z.string(),
  channelTimestamp: Instant,
  receivedAt: Instant,
  /** `biz_opaque_callback_data`: what {@link outboundReference} made, when WhatsApp returns it. */
  reference: z.string().optional(),
  errors: z.array(DeliveryError).optional(),
  raw: z.unknown(),
});

/** What became of our own call to the Graph API for one outbound message. */
export const OutboundResult = z.object({
  kind: z.literal('outbound-result'),
  conversationId: z.string(),
  messageId: z.string(),
  /** `pending`: WhatsApp took it (with `wamid`), or nobody knows (with `error.code` `delivery-uncertain`); `failed`: it never will. */
  status: MessageStatus,
  wamid: z.string().optional(),
  error: DeliveryError.optional(),
  at: Instant,
});

/** Anything else that came through the webhook: account news, echoes, value-level errors, items we could not read. */
export const InboundNotice = z.object({
  kind: z.literal('notice'),
  phoneNumberId: z.string().optional(),
  field: z.string(),
  /** Why it is not a message or a status, when it looked like one. */
  reason: z.string().optional(),
  receivedAt: Instant,
  raw: z.unknown(),
});

/** Records of `channel.inbound.v1`; key: {@link inboundKey}. */
export const ChannelInbound = z.discriminatedUnion('kind', [InboundMessage, InboundStatus, OutboundResult, InboundNotice]);
export type ChannelInbound = z.infer<typeof ChannelInbound>;
export type InboundMessage = z.infer<typeof InboundMessage>;
export type InboundStatus = z.infer<typeof InboundStatus>;
export type OutboundResult = z.infer<typeof OutboundResult>;
export type InboundNotice = z.infer<typeof InboundNotice>;

/** The key that keeps one customer's records in order: BSUID first, because the phone may be withheld. */
export const inboundKey = (phoneNumberId: string, customer: { bsuid?: string; phone?: string }): string =>
  `${phoneNumberId}:${customer.bsuid || customer.phone || ''}`;

/** What we give WhatsApp as `biz_opaque_callback_data`; holds no personal data. */
export const outboundReference = (conversationId: string, messageId: string): string => `${conversationId}/${messageId}`;
