import {
  type ConversationEvent,
  type ConversationView,
  evolveView,
  type Message,
  messageOf,
  Refused,
  toMs,
  withStatus,
} from '@parley/contracts';

/** A recorded event as far as time travel looks at it. */
export interface Recorded {
  readonly id: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly data: object;
}

/** A moment of a conversation: an instant, or the revision that it had. */
export type AsOf = { readonly revision: number } | { readonly atMs: number };

/** @param text a revision (`12`) or an instant (ISO 8601). @throws Refused `invalid-request` */
export function parseAsOf(text: string): AsOf {
  if (/^\d{1,9}$/.test(text)) return { revision: Number(text) };
  const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? toMs(text) : NaN;
  if (Number.isNaN(atMs)) throw new Refused('invalid-request', 'asOf: expected an instant (ISO 8601) or a revision');
  return { atMs };
}

/** Whether the event had been recorded by then, that very moment included. */
export const wasRecorded = ({ revision, recordedAt }: Recorded, asOf: AsOf): boolean =>
  'revision' in asOf ? revision <= asOf.revision : toMs(recordedAt) <= asOf.atMs;

/** The conversation after `events`, by the same rules that decide and show it now. @throws Refused `not-found` for none */
export function viewOf(conversationId: string, events: readonly Recorded[]): ConversationView {
  const view = events.reduce<ConversationView | undefined>(
    (before, { data, revision }) => evolveView(before, data as ConversationEvent, { conversationId, revision }),
    undefined,
  );
  if (!view) throw new Refused('not-found', 'the conversation had not begun then');
  return view;
}

/** The transcript of `events`, oldest first: the messages that they add, with what they say of those. */
export function transcriptOf(events: readonly Recorded[]): readonly Message[] {
  const messages = new Map<string, Message>();
  for (const { id, data } of events) {
    const event = data as ConversationEvent;
    const added = messageOf(event, id);
    if (added) messages.set(added.messageId, added);
    if (event.type !== 'MessageStatusChanged') continue;
    const known = messages.get(event.messageId);
    if (known) messages.set(event.messageId, withStatus(known, event));
  }
  return [...messages.values()];
}
