import { type Message, type MessagePage, statusRises } from '@parley/contracts';

/** A message as the live stream tells it; pages of the API do not name the revision. */
export type ThreadMessage = Message & { readonly revision?: number };

interface Cut {
  readonly first: string;
  readonly before: string;
}

/**
 * What is known of one conversation's messages, oldest first.
 *
 * `stale` until a page fetched after the latest snapshot is in: until then live messages wait in `late`, because where they
 * belong is not known, and changes of messages that nobody has yet wait in `changes`.
 */
export interface Thread {
  readonly state: 'stale' | 'ready' | 'failed';
  readonly items: readonly ThreadMessage[];
  readonly before?: string;
  /** Where pages began: the first message of each, and what asks for the messages before it. */
  readonly cuts?: readonly Cut[];
  readonly late: readonly ThreadMessage[];
  readonly changes: readonly ThreadMessage[];
}

export const EMPTY_THREAD: Thread = { state: 'stale', items: [], late: [], changes: [] };

/** Whether somebody other than `agentId` wrote it. */
export const fromOthers = ({ direction, sender }: Message, agentId: string | undefined): boolean =>
  direction === 'inbound' || (direction === 'outbound' && sender.id !== agentId);

/** Everything there is to show. */
export const shown = ({ items, late }: Thread): readonly ThreadMessage[] => (late.length > 0 ? [...items, ...late] : items);

/** How many messages of others are shown after the message `after`; all of them where it is not among those shown any more. */
export function missedSince(thread: Thread, after: string | undefined, agentId: string | undefined): number {
  const messages = shown(thread);
  const seen = messages.findIndex(({ messageId }) => messageId === after);
  return messages.slice(seen + 1).filter((message) => fromOthers(message, agentId)).length;
}

/** The newer of two versions of one message: by revision where both have one, otherwise delivery only rises. */
function newer(known: ThreadMessage, next: ThreadMessage): ThreadMessage {
  if (known.revision !== undefined && next.revision !== undefined) return next.revision >= known.revision ? next : known;
  const goesBack = known.status && next.status && known.status !== next.status && !statusRises(known.status, next.status);
  if (goesBack) return known;
  const revision = next.revision ?? known.revision;
  return { ...next, ...(revision !== undefined && { revision }) };
}

type Kind = 'added' | 'updated';

function merged(list: readonly ThreadMessage[], message: ThreadMessage, kind: Kind): readonly ThreadMessage[] | undefined {
  const at = list.findIndex(({ messageId }) => messageId === message.messageId);
  if (at < 0) return undefined;
  const known = list[at]!;
  const next = newer(known, message);
  const last = kind === 'added' && known.revision === undefined ? lastBefore(list, message.revision) : at;
  return last > at ? [...list.slice(0, at), ...list.slice(at + 1, last + 1), next, ...list.slice(last + 1)] : list.with(at, next);
}

/** The answer that the server took our message may overtake the live stream's word of what came before it: the revision tells what that was. */
const lastBefore = (list: readonly ThreadMessage[], addedAt: number | undefined): number =>
  addedAt === undefined ? -1 : list.findLastIndex(({ revision }) => revision !== undefined && revision < addedAt);

/** The thread after the live stream or an answer told of `message`, new or changed. */
export function withMessage(thread: Thread, message: ThreadMessage, kind: Kind): Thread {
  const items = merged(thread.items, message, kind);
  if (items) return { ...thread, items };
  const late = merged(thread.late, message, kind);
  if (late) return { ...thread, late };
  if (kind === 'added') {
    return thread.state === 'ready' ? { ...thread, items: [...thread.items, message] } : { ...thread, late: [...thread.late, message] };
  }
  // A change of a message outside the pages read so far: when its page comes, the change will be in it.
  if (thread.state === 'ready') return thread;
  return { ...thread, changes: [...thread.changes, message] };
}

/** The thread once its newest page is in. What was known before is kept only where the page joins it without a gap. */
export function withNewestPage(thread: Thread, page: MessagePage): Thread {
  const known = new Map([...thread.items, ...thread.late].map((message) => [message.messageId, message]));
  const inPage = new Set(page.items.map(({ messageId }) => messageId));
  const joint = thread.items.findIndex(({ messageId }) => inPage.has(messageId));
  const older = joint > 0 ? thread.items.slice(0, joint) : [];
  const before = joint > 0 ? thread.before : page.before;
  const current = page.items.map((message) => {
    const earlier = known.get(message.messageId);
    return thread.changes
      .filter(({ messageId }) => messageId === message.messageId)
      .reduce(newer, earlier ? newer(earlier, message) : message);
  });
  const late = thread.late.filter(({ messageId }) => !inPage.has(messageId));
  const cuts = [...(joint > 0 ? (thread.cuts ?? []) : []), ...cutOf(page)];
  return { state: 'ready', items: [...older, ...current, ...late], ...(before && { before }), cuts, late: [], changes: [] };
}

const cutOf = ({ items, before }: MessagePage): Cut[] => (items[0] && before ? [{ first: items[0].messageId, before }] : []);

/** The thread once the page before `thread.before` is in. */
export function withOlderPage(thread: Thread, page: MessagePage): Thread {
  const known = new Set(thread.items.map(({ messageId }) => messageId));
  const older = page.items.filter(({ messageId }) => !known.has(messageId));
  const { before: _read, ...rest } = thread;
  return { ...rest, items: [...older, ...thread.items], ...(page.before && { before: page.before }), cuts: [...cutOf(page), ...(thread.cuts ?? [])] };
}

/** The thread without the oldest of its pages, with `keep` messages or more; they can be read again. */
export function withoutOldest(thread: Thread, keep: number): Thread {
  if (thread.state !== 'ready') return thread;
  const cut = (thread.cuts ?? []).findLast(({ first }) => thread.items.length - thread.items.findIndex(({ messageId }) => messageId === first) >= keep);
  const from = cut ? thread.items.findIndex(({ messageId }) => messageId === cut.first) : 0;
  if (!cut || from <= 0) return thread;
  const cuts = thread.cuts!.slice(thread.cuts!.indexOf(cut));
  return { ...thread, items: thread.items.slice(from), before: cut.before, cuts };
}

/** Since when the customer waits for an answer: their first message after the last one that we sent. Undefined where they do not wait. */
export function waitsSince(thread: Thread = EMPTY_THREAD): string | undefined {
  const messages = shown(thread);
  const answered = messages.findLastIndex(({ direction, status }) => direction === 'outbound' && status !== 'failed');
  return messages.slice(answered + 1).find(({ direction }) => direction === 'inbound')?.sentAt;
}
