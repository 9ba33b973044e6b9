import { type ConversationEvent, type ConversationEventOf, toMs } from '@parley/contracts';

/** One row of `leg_fact`: one agent's part in one conversation. Keys are column names. */
export interface LegFact {
  readonly leg_id: string;
  readonly conversation_id: string;
  readonly agent_id: string;
  readonly agent_name: string;
  readonly queue_id: string;
  readonly kind: string;
  readonly accepted_at: string;
  readonly waited_ms: number;
  /** When who had joined became the owner: their part in a conference is over then. Null for who came in as the owner. */
  readonly became_owner_at: string | null;
  readonly left_at: string | null;
  readonly reason_id: string | null;
  readonly automatic: boolean | null;
  readonly wrapped_up_at: string | null;
  /** How often the agent took more time for the wrap-up. */
  readonly extensions: number;
  /** How often the agent answered a customer who was waiting for an answer, and how long these customers had waited together. */
  readonly replies: number;
  readonly reply_ms: number;
}

/**
 * A leg begins with its acceptance, is left when its wrap-up starts, and is handled when that is applied.
 *
 * @param waitingSince when the customer wrote whom nobody has answered; null when nobody waits
 */
export function foldIntoLegs(legs: Map<string, LegFact>, conversationId: string, event: ConversationEvent, waitingSince: string | null): void {
  switch (event.type) {
    case 'Accepted':
      legs.set(event.legId, accepted(conversationId, event));
      return;
    case 'OwnershipTransferred':
      return change(legs, joinedLegOf(legs, conversationId, event.toAgentId)?.leg_id, () => ({ became_owner_at: event.transferredAt }));
    case 'MessageSent':
      return waitingSince === null ? undefined : reply(legs, event, waitingSince);
    case 'WrapUpExtended':
      return change(legs, event.legId, ({ extensions }) => ({ extensions: extensions + 1 }));
    case 'WrapUpStarted':
      return change(legs, event.legId, () => ({ left_at: event.startedAt }));
    case 'WrapUpCancelled':
      return change(legs, event.legId, () => ({ left_at: null }));
    case 'WrapUpApplied':
      return change(legs, event.legId, () => ({ reason_id: event.reasonId, automatic: event.automatic, wrapped_up_at: event.appliedAt }));
    default:
      return;
  }
}

function accepted(conversationId: string, event: ConversationEventOf<'Accepted'>): LegFact {
  return {
    leg_id: event.legId,
    conversation_id: conversationId,
    agent_id: event.agentId,
    agent_name: event.agentName,
    queue_id: event.queueId,
    kind: event.kind,
    accepted_at: event.acceptedAt,
    waited_ms: event.waitedMs,
    became_owner_at: null,
    left_at: null,
    reason_id: null,
    automatic: null,
    wrapped_up_at: null,
    extensions: 0,
    replies: 0,
    reply_ms: 0,
  };
}

/** Undefined for a supervisor who takes it over: they did not join before. */
const joinedLegOf = (legs: ReadonlyMap<string, LegFact>, conversationId: string, agentId: string): LegFact | undefined =>
  [...legs.values()].find((leg) => leg.conversation_id === conversationId && leg.agent_id === agentId && leg.kind === 'conference' && leg.left_at === null);

/** The clocks of two machines may differ: nobody waited for less than no time. */
function reply(legs: Map<string, LegFact>, { legId, sentAt }: ConversationEventOf<'MessageSent'>, waitingSince: string): void {
  const waitedMs = Math.max(0, toMs(sentAt) - toMs(waitingSince));
  change(legs, legId, ({ replies, reply_ms }) => ({ replies: replies + 1, reply_ms: reply_ms + waitedMs }));
}

function change(legs: Map<string, LegFact>, legId: string | undefined, news: (leg: LegFact) => Partial<LegFact>): void {
  const leg = legId === undefined ? undefined : legs.get(legId);
  if (leg) legs.set(leg.leg_id, { ...leg, ...news(leg) });
}
