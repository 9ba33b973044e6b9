import type { ConversationEvent, ConversationEventOf } from '@parley/contracts';

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
  readonly left_at: string | null;
  readonly reason_id: string | null;
  readonly automatic: boolean | null;
  readonly wrapped_up_at: string | null;
}

/** A leg begins with its acceptance, is left when its wrap-up starts, and is handled when that is applied. */
export function foldIntoLegs(legs: Map<string, LegFact>, conversationId: string, event: ConversationEvent): void {
  switch (event.type) {
    case 'Accepted':
      legs.set(event.legId, accepted(conversationId, event));
      return;
    case 'WrapUpStarted':
      return change(legs, event.legId, { left_at: event.startedAt });
    case 'WrapUpCancelled':
      return change(legs, event.legId, { left_at: null });
    case 'WrapUpApplied':
      return change(legs, event.legId, { reason_id: event.reasonId, automatic: event.automatic, wrapped_up_at: event.appliedAt });
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
    left_at: null,
    reason_id: null,
    automatic: null,
    wrapped_up_at: null,
  };
}

function change(legs: Map<string, LegFact>, legId: string, news: Partial<LegFact>): void {
  const leg = legs.get(legId);
  if (leg) legs.set(legId, { ...leg, ...news });
}
