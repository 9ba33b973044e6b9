import { z } from 'zod';

/** An instant, ISO 8601, UTC, milliseconds. */
export const Instant = z.iso.datetime();

/** Who wrote to us. `phone` is E.164 with a plus, or '' where WhatsApp withholds it; `bsuid` is the business-scoped user id. */
export const Customer = z.object({
  customerId: z.string(),
  name: z.string(),
  phone: z.string(),
  bsuid: z.string().optional(),
});
export type Customer = z.infer<typeof Customer>;

/** Why an agent is asked: work from a queue, a transfer to them, or a colleague's wish for company. */
export const OfferKind = z.enum(['queue', 'transfer', 'conference']);
export type OfferKind = z.infer<typeof OfferKind>;

/** Where a transfer or a conference request goes. */
export const Target = z.object({ type: z.enum(['queue', 'agent']), id: z.string() });
export type Target = z.infer<typeof Target>;

/** Delivery of an outbound message; only ever rises, `failed` apart. */
export const MessageStatus = z.enum(['pending', 'sent', 'delivered', 'read', 'failed']);
export type MessageStatus = z.infer<typeof MessageStatus>;

/** Why a message is not (or not surely) with the customer. `code` is ours or WhatsApp's numeric code as a string. */
export const DeliveryError = z.object({ code: z.string(), message: z.string() });
export type DeliveryError = z.infer<typeof DeliveryError>;

/** A file that came with a message. `mediaId` is WhatsApp's and lives seven days. */
export const Media = z.object({
  mediaId: z.string(),
  mimeType: z.string(),
  sha256: z.string().optional(),
  fileName: z.string().optional(),
  caption: z.string().optional(),
  voice: z.boolean().optional(),
  animated: z.boolean().optional(),
});
export type Media = z.infer<typeof Media>;

/** Which template a message was made of: its name and language at WhatsApp, and what stands for its placeholders, in their order. */
export const SentTemplate = z.object({ name: z.string(), language: z.string(), parameters: z.array(z.string()) });
export type SentTemplate = z.infer<typeof SentTemplate>;
