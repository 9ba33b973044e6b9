import type { AgentEvent, OfferKind } from '@parley/contracts';
import type { Wait } from './waiting-work';

/** A request waits for an agent of `queueId`. */
export interface WorkQueued {
  readonly type: 'WorkQueued';
  readonly conversationId: string;
  readonly entryId: string;
  readonly queueId: string;
  readonly purpose: OfferKind;
  /** Higher goes first. */
  readonly priority: number;
  /** ISO 8601: when the conversation first entered a queue; what comes back keeps its place. */
  readonly arrivedAt: string;
  /** The agent who handed it over: it does not come back to them while they still owe its wrap-up. */
  readonly handedOverBy?: string;
  /** Asked first, if they are ready. */
  readonly preferredAgentId?: string;
}

/** Nobody is needed for it any more, or it waits under another entry. */
export interface WorkRemoved {
  readonly type: 'WorkRemoved';
  readonly conversationId: string;
  readonly entryId: string;
  readonly cause: 'accepted' | 'dropped' | 'ended' | 'superseded';
}

/** The agent does not want this request: until it is accepted or over, they are not asked for it again. */
export interface WorkRefused {
  readonly type: 'WorkRefused';
  readonly conversationId: string;
  readonly wait: Wait;
  readonly agentId: string;
}

/** What was refused was accepted by somebody, or is over, or is another request from now on: anyone may be asked. */
export interface RefusalsForgotten {
  readonly type: 'RefusalsForgotten';
  readonly conversationId: string;
  readonly wait: Wait;
}

/** The conversation made the offer that a place is reserved for; the reservation now lasts until `until`. */
export interface OfferMade {
  readonly type: 'OfferMade';
  readonly agentId: string;
  readonly offerId: string;
  readonly conversationId: string;
  /** ISO 8601. */
  readonly until: string;
}

/** Too much time has passed without an outcome: the conversation was asked for its word, and the place is held until it comes. */
export interface ReservationOverdue {
  readonly type: 'ReservationOverdue';
  readonly agentId: string;
  readonly offerId: string;
  readonly conversationId: string;
}

/** The agent is out of the conversation and owes a wrap-up; their place stays taken up to it. */
export interface LegEnded {
  readonly type: 'LegEnded';
  readonly agentId: string;
  readonly offerId: string;
  readonly conversationId: string;
}

/** The transfer that had ended the agent's leg was taken back: they are in the conversation again. */
export interface LegRestored {
  readonly type: 'LegRestored';
  readonly agentId: string;
  readonly offerId: string;
  readonly conversationId: string;
}

/** The agent has a live stream on this gateway. */
export interface AgentConnected {
  readonly type: 'AgentConnected';
  readonly agentId: string;
  readonly gatewayId: string;
}

/** The agent's last live stream on this gateway has closed. */
export interface AgentDisconnected {
  readonly type: 'AgentDisconnected';
  readonly agentId: string;
  readonly gatewayId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Without a live stream, the agent did something all the same: their time begins anew. */
export interface AgentWasActive {
  readonly type: 'AgentWasActive';
  readonly agentId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The agent was without a live stream for too long; nothing of it is remembered. */
export interface ConnectionLost {
  readonly type: 'ConnectionLost';
  readonly agentId: string;
}

/** The gateway is there; written now and then. */
export interface GatewayHeard {
  readonly type: 'GatewayHeard';
  readonly gatewayId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The conversation was asked to go on without the agent who has this place. */
export interface PlaceRecalled {
  readonly type: 'PlaceRecalled';
  readonly agentId: string;
  readonly offerId: string;
  readonly conversationId: string;
}

/**
 * Everything that came on this partition of the conversations' topic up to `position` (`ce_position`) has had its effect.
 *
 * It stands in the same append as the effects: a record that is delivered again is recognised for ever.
 */
export interface InputConsumed {
  readonly type: 'InputConsumed';
  readonly partition: number;
  readonly position: number;
}

/** What only routing itself needs to know; never published. */
export type InternalEvent =
  | WorkQueued
  | WorkRemoved
  | WorkRefused
  | RefusalsForgotten
  | OfferMade
  | ReservationOverdue
  | LegEnded
  | LegRestored
  | AgentConnected
  | AgentDisconnected
  | AgentWasActive
  | ConnectionLost
  | GatewayHeard
  | PlaceRecalled
  | InputConsumed;

/** All that is stored in the stream of a routing partition. */
export type RoutingEvent = AgentEvent | InternalEvent;

/** The stream of a routing partition: a set of queues and their agents. */
export const routingStream = (partition: string): string => `routing-${partition}`;
