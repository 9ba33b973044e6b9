import { codePoints, type ConversationEvent, MESSAGE_TEXT_MAX, Refused, toIso, toMs } from '@parley/contracts';
import { activeLegOf, begun, type Conversation } from '../conversation';
import type { SendTemplate } from './send-template';

export class SendMessage {
  readonly type = 'SendMessage';
  constructor(
    readonly conversationId: string,
    readonly messageId: string,
    readonly text: string,
    readonly agentId: string,
    readonly atMs: number,
    /** The failed message that this one sends again. */
    readonly retryOf?: string,
  ) {}
}

/** The id under which a message is sent again: one for each attempt, so that two who retry at once send once. */
export function nextAttempt(messageId: string): string {
  const [, first, attempt] = /^(.*?)(?:~(\d{1,3}))?$/s.exec(messageId)!;
  return `${first}~${Number(attempt ?? 1) + 1}`;
}

/**
 * The message is on its way to the customer. The same `messageId` of the same agent again is quiet. What failed stays failed; sending it again
 * is another message. A template may be sent at any time, free text only within the service window.
 *
 * @throws Refused `conflict` when what is to be sent again has not failed, or a colleague's message has this id · `not-a-participant` · `conversation-ended` · `invalid-request` · `message-too-long` · `service-window-closed` · `unsupported-media` when the template is for other queues
 */
export function sendMessage(command: SendMessage | SendTemplate, state: Conversation): readonly ConversationEvent[] {
  const { messageId, text, agentId, atMs, retryOf } = command;
  const conversation = begun(state);
  const { view } = conversation;
  const known = state.deliveries.get(messageId);
  if (known?.agentId === agentId) return [];
  const leg = activeLegOf(conversation, agentId);
  if (known && retryOf !== undefined && known.retryOf === retryOf) return [];
  if (known) throw new Refused('conflict', 'messageId: a colleague has sent a message of this id');
  if (retryOf !== undefined && state.deliveries.get(retryOf)?.status !== 'failed') throw new Refused('conflict', 'only what failed is sent again');
  if (text.trim() === '') throw new Refused('invalid-request', 'text: must not be empty');
  const length = codePoints(text);
  if (length > MESSAGE_TEXT_MAX) throw new Refused('message-too-long', `${length} characters, at most ${MESSAGE_TEXT_MAX} are allowed`);
  if (command.type === 'SendTemplate' && command.queues?.includes(view.queue.id) === false)
    throw new Refused('unsupported-media', `this template is not for ${view.queue.name}`);
  if (command.type === 'SendMessage' && atMs >= toMs(view.serviceWindowExpiresAt))
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
      ...(retryOf !== undefined && { retryOf }),
      ...(command.type === 'SendTemplate' && { template: command.template }),
    },
  ];
}
