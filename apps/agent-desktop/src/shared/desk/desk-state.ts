import type { Conversation, Me, Message, Offer, WrapUp } from '@parley/contracts';
import { EMPTY_THREAD, fromOthers, missedSince, shown, type Thread } from './thread';

/** `connecting` before the first snapshot, `unanswered` when it does not come, `catching-up` after a live connection was lost. */
export type Connection = 'connecting' | 'unanswered' | 'live' | 'catching-up';

/** Everything the desktop knows of one agent's work. Changed only by `evolveDesk`, never in place. */
export interface DeskState {
  readonly connection: Connection;
  /** A live connection was lost, and what was missed meanwhile is not all read yet. */
  readonly recovering: boolean;
  readonly me?: Me;
  readonly offers: readonly Offer[];
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly wrapUps: ReadonlyMap<string, WrapUp>;
  readonly threads: ReadonlyMap<string, Thread>;
  /** The newest message of a conversation that the agent had in sight, in any tab of this browser, by conversation. */
  readonly lastRead: ReadonlyMap<string, string>;
  /** Offers that are over. Final, so that an older snapshot does not bring one back; the latest only. */
  readonly closedOffers: readonly string[];
  /** The newest revision that said something of the wrap-up of a conversation. */
  readonly wrapUpRevisions: ReadonlyMap<string, number>;
  /** `since` of the wrap-ups that are done, by conversation, for the same reason as `closedOffers`. */
  readonly doneWrapUps: ReadonlyMap<string, string>;
}

export const EMPTY_DESK: DeskState = {
  connection: 'connecting',
  recovering: false,
  offers: [],
  conversations: new Map(),
  wrapUps: new Map(),
  threads: new Map(),
  lastRead: new Map(),
  closedOffers: [],
  wrapUpRevisions: new Map(),
  doneWrapUps: new Map(),
};

export const CLOSED_OFFERS_MAX = 200;

export function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V | undefined): ReadonlyMap<string, V> {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

/** Whether `agentId` may write in the conversation now. */
export const takesPart = (conversation: Conversation, agentId: string | undefined): boolean =>
  conversation.status !== 'ended' && conversation.participants.some((participant) => participant.agentId === agentId);

/** Whether the conversation is `agentId`'s own: they hand it over and end it. */
export const isPrimary = ({ participants }: Conversation, agentId: string | undefined): boolean =>
  participants.some((participant) => participant.agentId === agentId && participant.role === 'primary');

/** The agent's open conversations, the one that they accepted last first: what is written in them moves none. */
export const myConversations = ({ conversations, me }: DeskState): readonly Conversation[] =>
  [...conversations.values()]
    .filter((conversation) => takesPart(conversation, me?.agentId))
    .map((conversation) => ({ conversation, since: joinedAt(conversation, me?.agentId) }))
    .sort((one, other) => other.since.localeCompare(one.since) || one.conversation.conversationId.localeCompare(other.conversation.conversationId))
    .map(({ conversation }) => conversation);

const joinedAt = ({ participants, startedAt }: Conversation, agentId: string | undefined): string =>
  participants.find((participant) => participant.agentId === agentId)?.joinedAt ?? startedAt;

/** The wrap-ups that the agent owes, the most urgent first. */
export const myWrapUps = ({ wrapUps }: DeskState): readonly WrapUp[] =>
  [...wrapUps.values()].sort((one, other) => one.dueAt.localeCompare(other.dueAt));

/** Where the agent left off: the newest message that they had in sight or wrote themselves; undefined where there is none. */
function leftOffAt({ threads, lastRead, me }: DeskState, conversationId: string): string | undefined {
  const thread = threads.get(conversationId);
  const read = lastRead.get(conversationId);
  return thread && shown(thread).findLast((message) => message.messageId === read || isOwn(message, me?.agentId))?.messageId;
}

const isOwn = ({ direction, sender }: Message, agentId: string | undefined): boolean => direction === 'outbound' && sender.id === agentId;

/** How many messages of customers and colleagues came since. */
export function unreadOf(desk: DeskState, conversationId: string): number {
  const thread = desk.threads.get(conversationId);
  return thread ? missedSince(thread, leftOffAt(desk, conversationId), desk.me?.agentId) : 0;
}

/** The first of them; undefined, too, where the agent never looked. */
export function firstUnread(desk: DeskState, conversationId: string): string | undefined {
  const leftOff = leftOffAt(desk, conversationId);
  const messages = shown(desk.threads.get(conversationId) ?? EMPTY_THREAD);
  const at = messages.findIndex(({ messageId }) => messageId === leftOff);
  if (at < 0 && !desk.lastRead.has(conversationId)) return undefined;
  return messages.slice(at + 1).find((message) => fromOthers(message, desk.me?.agentId))?.messageId;
}

/** Whether the agent left off before the oldest message that is there. */
export const leftOffFurtherBack = (desk: DeskState, conversationId: string): boolean =>
  desk.lastRead.has(conversationId) && desk.threads.get(conversationId)?.before !== undefined && leftOffAt(desk, conversationId) === undefined;

/** Whether what is known of the conversation is all there is. */
export const isWhole = ({ connection, threads }: DeskState, conversationId: string): boolean =>
  connection === 'live' && threads.get(conversationId)?.state === 'ready';

/** The desk with the news that nothing on it is old any more, once that is so. */
export function recovered(desk: DeskState): DeskState {
  const isBehind = desk.connection !== 'live' || [...desk.threads.values()].some(({ state, items }) => state !== 'ready' && items.length > 0);
  return desk.recovering && !isBehind ? { ...desk, recovering: false } : desk;
}
