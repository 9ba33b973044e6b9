import { type ConversationEvent, messageOf, type RecordedConversationEvent } from '@parley/contracts';
import { placeholderOf } from '../../shared/content/placeholder';
import type { TextKey, Texts } from '../../shared/i18n/texts';
import type { IconName } from '../../shared/ui/icon';
import { messageKind } from '../../shared/ui/message-summary';

type Tone = 'customer' | 'agent' | 'good' | 'bad' | 'quiet' | 'plain';

/** An event as a line of the timeline. */
export interface Line {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly text: string;
  readonly detail?: string;
}

export interface Words {
  readonly t: Texts;
  readonly nameOf: (id: string) => string;
  readonly reason: (id: string) => string;
}

const LOOKS: Record<ConversationEvent['type'], readonly [IconName, Tone]> = {
  ConversationStarted: ['sparkle', 'good'],
  MessageReceived: ['chat', 'customer'],
  MessageSent: ['send', 'agent'],
  MessageStatusChanged: ['doubleCheck', 'quiet'],
  Queued: ['clock', 'plain'],
  Offered: ['contact', 'plain'],
  OfferMissed: ['alert', 'bad'],
  OfferRejected: ['personOff', 'bad'],
  OfferWithdrawn: ['deleted', 'quiet'],
  OfferNotMade: ['deleted', 'quiet'],
  Accepted: ['check', 'good'],
  TransferRequested: ['transfer', 'plain'],
  TransferDropped: ['deleted', 'bad'],
  ConferenceRequested: ['people', 'plain'],
  ConferenceRequestDropped: ['deleted', 'bad'],
  ConferenceJoined: ['people', 'good'],
  ConferenceExited: ['signOut', 'plain'],
  OwnershipTransferred: ['transfer', 'plain'],
  Ended: ['end', 'bad'],
  WrapUpStarted: ['file', 'quiet'],
  WrapUpExtended: ['file', 'quiet'],
  WrapUpCancelled: ['deleted', 'quiet'],
  WrapUpApplied: ['file', 'plain'],
  ConversationClosed: ['check', 'quiet'],
};

/** What happened, in the words of the desktop; an event of a newer server has its own name. */
export function describeEvent({ type, data }: RecordedConversationEvent, words: Words): Line {
  if (!Object.hasOwn(LOOKS, type)) return { icon: 'clock', tone: 'quiet', text: type };
  const [icon, tone] = LOOKS[type as ConversationEvent['type']];
  return { icon, tone, ...said(data as ConversationEvent, words) };
}

function said(event: ConversationEvent, { t, nameOf, reason }: Words): Pick<Line, 'text' | 'detail'> {
  switch (event.type) {
    case 'MessageReceived':
    case 'MessageSent': {
      const detail = contentOf(event, t);
      return { text: t[`event.${event.type}`], ...(detail && { detail }) };
    }
    case 'MessageStatusChanged':
      return { text: t['event.MessageStatusChanged']({ status: t[`message.status.${event.status}`] }), ...(event.error && { detail: event.error.message }) };
    case 'Queued':
      return { text: t['event.Queued']({ queue: event.queueName }) };
    case 'Offered':
    case 'Accepted':
    case 'ConferenceJoined':
    case 'ConferenceExited':
      return { text: t[`event.${event.type}`]({ name: event.agentName }) };
    case 'OfferMissed':
    case 'OfferRejected':
    case 'OfferWithdrawn':
    case 'WrapUpStarted':
    case 'WrapUpExtended':
    case 'WrapUpCancelled':
      return { text: t[`event.${event.type}`]({ name: nameOf(event.agentId) }) };
    case 'TransferRequested':
    case 'ConferenceRequested':
      return { text: t[`event.${event.type}`]({ to: nameOf(event.target.id) }), detail: t['timeline.by']({ name: nameOf(event.requestedBy) }) };
    case 'OwnershipTransferred':
      return { text: t['event.OwnershipTransferred']({ name: nameOf(event.toAgentId) }) };
    case 'WrapUpApplied': {
      const text = event.automatic ? t['event.WrapUpApplied.automatic'] : t['event.WrapUpApplied'];
      return { text: text({ name: nameOf(event.agentId), reason: reason(event.reasonId) }) };
    }
    case 'Ended':
      return { text: t['event.Ended'], detail: endedBecause(event.reason, event.endedBy.id ? nameOf(event.endedBy.id) : undefined, t) };
    default:
      return { text: t[`event.${event.type}` as 'event.ConversationStarted'] };
  }
}

/** The words of a message; of anything else what it is, and what can be said of it. */
function contentOf(event: ConversationEvent, t: Texts): string | undefined {
  const message = messageOf(event, '');
  if (!message || message.type === 'text') return message?.text;
  const { detail, caption } = placeholderOf(message);
  return [messageKind(message, t), detail, caption].filter(Boolean).join(' · ');
}

function endedBecause(why: string, who: string | undefined, t: Texts): string {
  const known = `ended.${why}` as Extract<TextKey, `ended.${string}`>;
  const text = t[known] ?? why;
  return who ? `${text} (${who})` : text;
}
