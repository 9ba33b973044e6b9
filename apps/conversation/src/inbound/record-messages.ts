import { type CustomerIdentity, type InboundMessage, toMs } from '@parley/contracts';
import { derivedId } from '@parley/event-sourcing';
import { z } from 'zod';
import type { ReceivedMessage } from '../conversation/receive-message/receive-message';

/** One customer's messages to one number. */
export interface ThreadMessages {
  readonly threadId: string;
  readonly customerId: string;
  readonly phoneNumberId: string;
  readonly customer: CustomerIdentity;
  readonly messages: readonly InboundMessage[];
}

export const threadIdOf = (phoneNumberId: string, customerId: string): string => derivedId('thread', phoneNumberId, customerId);
/** Who wrote; somebody whom WhatsApp names by no id at all is nobody else's customer. */
export const identityOf = ({ customer, wamid }: InboundMessage): CustomerIdentity =>
  customer.phone || customer.bsuid || customer.parentBsuid ? customer : { ...customer, bsuid: `nameless:${wamid}` };

export const conversationIdFor = (threadId: string, episode: number): string => `${threadId}-${episode}`;
export const receiveCommandId = ({ phoneNumberId, wamid }: InboundMessage): string => derivedId('receive', phoneNumberId, wamid);
export const messageIdOf = ({ phoneNumberId, wamid }: InboundMessage): string => derivedId('message', phoneNumberId, wamid);

/** Messages by thread, each in the order in which they came. */
export function byThread(messages: readonly InboundMessage[], customerIds: readonly string[]): readonly ThreadMessages[] {
  const threads = new Map<string, ThreadMessages & { messages: InboundMessage[] }>();
  messages.forEach((message, at) => {
    const customerId = customerIds[at]!;
    const { phoneNumberId } = message;
    const threadId = threadIdOf(phoneNumberId, customerId);
    const thread = threads.get(threadId);
    if (thread) thread.messages.push(message);
    else threads.set(threadId, { threadId, customerId, phoneNumberId, customer: message.customer, messages: [message] });
  });
  return [...threads.values()];
}

/** The message as the conversation keeps it; what is not plain text keeps WhatsApp's own content. */
export function toReceived(message: InboundMessage): ReceivedMessage {
  const { wamid, messageType, text, media, replyToWamid, channelTimestamp, raw } = message;
  const content = messageType === 'text' ? undefined : contentOf(raw, messageType);
  return {
    messageId: messageIdOf(message),
    wamid,
    messageType,
    ...(text !== undefined && { text }),
    ...(media && { media }),
    ...(content !== undefined && { content }),
    ...(replyToWamid && { replyToWamid }),
    channelTimestampMs: toMs(channelTimestamp),
  };
}

function contentOf(raw: unknown, messageType: string): unknown {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { [messageType]: own, errors } = raw as Record<string, unknown>;
  return own ?? (errors === undefined ? undefined : { errors });
}

const SystemChange = z.object({ system: z.object({ wa_id: z.coerce.string().optional(), new_wa_id: z.coerce.string().optional(), user_id: z.string().optional() }) });

/** The ids that the customer has from now on, when WhatsApp tells of a new number or a new BSUID. */
export function newIdentityOf({ messageType, raw }: InboundMessage): CustomerIdentity | undefined {
  if (messageType !== 'system') return undefined;
  const change = SystemChange.safeParse(raw);
  if (!change.success) return undefined;
  const { wa_id, new_wa_id, user_id } = change.data.system;
  const digits = wa_id || new_wa_id;
  if (!digits && !user_id) return undefined;
  return { ...(digits && { phone: `+${digits}` }), ...(user_id && { bsuid: user_id }) };
}

/** As WhatsApp writes ids. Anything else is no message's, and PostgreSQL would refuse U+0000 for ever. */
const Wamid = z.string().regex(/^[!-~]{1,500}$/);
const About = z.object({ original_message_id: Wamid.optional(), message_id: Wamid.optional() });

/** The wamid of the message that an edit, a revocation or a reaction is about. */
export function targetWamidOf({ messageType, raw }: InboundMessage): string | undefined {
  if (!['edit', 'revoke', 'reaction'].includes(messageType)) return undefined;
  const about = About.safeParse(contentOf(raw, messageType));
  return about.success ? (about.data.original_message_id ?? about.data.message_id) : undefined;
}
