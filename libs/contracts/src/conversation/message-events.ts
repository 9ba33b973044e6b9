import { z } from 'zod';
import { Customer, DeliveryError, Instant, Media, MessageStatus, SentTemplate } from './parts';

/** The customer wrote. Types we do not know are kept whole in `content` and shown as a placeholder. */
export const MessageReceived = z.object({
  type: z.literal('MessageReceived'),
  messageId: z.string(),
  /** WhatsApp's id. Holds the customer's phone number: never log it. */
  wamid: z.string(),
  /** WhatsApp's type: `text`, `image`, …, or one that we have never heard of. */
  messageType: z.string(),
  text: z.string().optional(),
  media: Media.optional(),
  /** What WhatsApp sent under the type's own key, for everything that is not plain text. */
  content: z.unknown().optional(),
  replyToWamid: z.string().optional(),
  customerName: z.string(),
  /** Where the customer is reached from now on; there where it is not what was known: they have a new number or a new BSUID. */
  customer: Customer.pick({ phone: true, bsuid: true }).optional(),
  /** WhatsApp's own time, seconds precision. */
  channelTimestamp: Instant,
  receivedAt: Instant,
  /** Free text may be sent until then: 24 h after the customer's last message, by WhatsApp's time. */
  serviceWindowExpiresAt: Instant,
});

/** An agent's message is on its way: the intent, recorded before WhatsApp is called. */
export const MessageSent = z.object({
  type: z.literal('MessageSent'),
  messageId: z.string(),
  messageType: z.literal('text'),
  text: z.string(),
  legId: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  phoneNumberId: z.string(),
  /** Exactly one is what the dispatcher addresses: the phone where we know it, else the BSUID. */
  to: z.object({ phone: z.string().optional(), bsuid: z.string().optional() }),
  sentAt: Instant,
  /** The failed message that this one sends again: an attempt of its own, the failure stays a failure. */
  retryOf: z.string().optional(),
  /** Goes to WhatsApp as this template; `text` is what the customer reads. */
  template: SentTemplate.optional(),
});

/** What WhatsApp said of an outbound message; `status` only rises, except for a failure before delivery. */
export const MessageStatusChanged = z.object({
  type: z.literal('MessageStatusChanged'),
  messageId: z.string(),
  status: MessageStatus,
  providerMessageId: z.string().optional(),
  error: DeliveryError.optional(),
  changedAt: Instant,
});
