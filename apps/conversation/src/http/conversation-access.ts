import { activeLegs, audience, type Conversation, type ConversationView, openOffers, Refused, toConversation } from '@parley/contracts';

interface Reader {
  readonly agentId: string;
  readonly roles: readonly string[];
}

/**
 * The last revision that `reader` may see.
 *
 * Everything while they are in, are asked, or supervise; until they left while they owe the wrap-up.
 * @throws Refused `not-a-participant`
 */
export function readableUpTo(view: ConversationView, { agentId, roles }: Reader): number {
  if (roles.includes('supervisor')) return view.revision;
  if (!audience(view).includes(agentId)) throw new Refused('not-a-participant');
  const isIn = [...activeLegs(view), ...openOffers(view)].some((part) => part.agentId === agentId);
  const left = view.legs.findLast((leg) => leg.agentId === agentId)?.leftRevision;
  return isIn || left === undefined ? view.revision : left;
}

/** The conversation as an answer; a repeat by somebody who has left since tells them nothing. @throws Refused `not-a-participant` */
export function shownTo(reader: Reader, view: ConversationView): Conversation {
  readableUpTo(view, reader);
  return toConversation(view);
}
