import { activeLegs, type ConversationSummary, type ConversationView, openOffers, searchable, toConversation } from '@parley/contracts';

/** What a conversation is found and counted by. */
export interface ConversationRow {
  readonly conversationId: string;
  readonly startedAt: string;
  readonly status: string;
  readonly queueId: string;
  /** Ids of everyone who has, had or is offered a part. */
  readonly agents: readonly string[];
  readonly waitingSince: string | null;
  /** The customer's name and phone number as they are searched. */
  readonly sought: string;
}

export const rowOf = (view: ConversationView): ConversationRow => ({
  conversationId: view.conversationId,
  startedAt: view.startedAt,
  status: view.status,
  queueId: view.queue.id,
  agents: [...new Set([...view.legs, ...openOffers(view)].map(({ agentId }) => agentId))],
  waitingSince: waitingSince(view) ?? null,
  sought: `${storable(searchable(view.customer.name))} ${digits(view.customer.phone)}`,
});

/** Since when the customer has nobody: the arrival, or the moment in which the last agent left. */
export function waitingSince(view: ConversationView): string | undefined {
  if (view.status === 'ended' || activeLegs(view).length > 0) return undefined;
  return view.legs.reduce((latest, { wrapUp }) => (wrapUp && wrapUp.since > latest ? wrapUp.since : latest), view.arrivedAt);
}

export function summaryOf(view: ConversationView): ConversationSummary {
  const agents = new Map(view.legs.map(({ agentId, agentName }) => [agentId, { agentId, name: agentName }]));
  const since = waitingSince(view);
  return { ...toConversation(view), agents: [...agents.values()], ...(since && { waitingSince: since }) };
}

/** What `search` looks for in `sought`: a number as its digits, anything else as a part of the name. */
export function soughtBy(search: string): string {
  const isNumber = /^[+\d\s().-]*\d[+\d\s().-]*$/.test(search);
  return isNumber ? digits(search) : storable(searchable(search));
}

const digits = (phone: string): string => phone.replace(/\D/g, '');

/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair; customers may write both. */
const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
