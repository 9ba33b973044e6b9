import { codePoints, type ConversationEvent, MESSAGE_TEXT_MAX, Refused, toIso, toMs } from '@parley/contracts';
import { activeLegOf, begun, type Conversation } from '../conversation';

export class SendMessage {
  readonly type = 'SendMessage';
  constructor(
    readonly conversationId: string,
    readonly messageId: string,
    readonly text: string,
    readonly agentId: string,
    readonly atMs: number,
  ) {}
}

/**
 * The message is on its way to the customer. The same `messageId` again is quiet.
 *
 * @throws Refused `not-a-participant` · `conversation-ended` · `invalid-request` · `message-too-long` · `service-window-closed`
 */
export function sendMessage(command: SendMessage, state: Conversation): readonly ConversationEvent[] {
  const { messageId, text, agentId, atMs } = command;
  const conversation = begun(state);
  const { view } = conversation;
  const known = state.deliveries.has(messageId);
  if (known && view.legs.some((leg) => leg.agentId === agentId)) return [];
  const leg = activeLegOf(conversation, agentId);
  if (text.trim() === '') throw new Refused('invalid-request', 'text: must not be empty');
  const length = codePoints(text);
  if (length > MESSAGE_TEXT_MAX) throw new Refused('message-too-long', `${length} characters, at most ${MESSAGE_TEXT_MAX} are allowed`);
  if (atMs >= toMs(view.serviceWindowExpiresAt))
    throw new Refused('service-window-closed', `free text was possible until ${view.serviceWindowExpiresAt}`);
  const { phone, bsuid } = view.customer;
  return [
    {
      type: 'MessageSent',
      messageId,
      messageType: 'text',
      text,
      legId: leg.legId,
      agentId,
      agentName: leg.agentName,
      phoneNumberId: view.phoneNumberId,
      // WhatsApp keeps the phone visible for us only as long as we use it.
      to: phone ? { phone } : { bsuid },
      sentAt: toIso(atMs),
    },
  ];
}
