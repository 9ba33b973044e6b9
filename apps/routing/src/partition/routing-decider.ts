import { Refused } from '@parley/contracts';
import { assignWork } from '../assign-work/assign-work';
import { type FollowConversations, followConversations } from '../follow-conversation/follow-conversation';
import { type ExpireReservations, expireReservations, type HoldPlace, holdPlace, type LetPlaceGo, letPlaceGo } from '../hold-place/hold-place';
import {
  type ExpireConnections,
  expireConnections,
  noteActivity,
  type NoteConnection,
  noteConnection,
  type NoteConnections,
  noteConnections,
} from '../note-connection/note-connection';
import { type SetAgentState, setAgentState } from '../set-agent-state/set-agent-state';
import { type SignInAgent, signInAgent } from '../sign-in-agent/sign-in-agent';
import type { Turn } from './turn';

/** Nothing but another look at what waits: the roster may have changed, or one append was not enough. */
export class AssignWaitingWork {
  readonly type = 'AssignWaitingWork';
}

/** All that a routing partition decides about. */
export type RoutingInput =
  | AssignWaitingWork
  | ExpireConnections
  | ExpireReservations
  | FollowConversations
  | HoldPlace
  | LetPlaceGo
  | NoteConnection
  | NoteConnections
  | SetAgentState
  | SignInAgent;

/** Offers of one append at most: an append must fit into every log. */
export const OFFERS_PER_TURN_MAX = 200;

export interface Decided {
  /** For each input the refusal, or nothing. */
  readonly refusals: readonly (Refused | undefined)[];
  /** There may be more to assign than one append holds. */
  readonly more: boolean;
}

/** Decides the inputs, each after the one before it, and then who gets the work that waits. */
export function decideTurn(turn: Turn, inputs: readonly RoutingInput[]): Decided {
  const refusals = inputs.map((input) => refusalOf(() => decide(input, turn)));
  return { refusals, more: assignWork(turn, OFFERS_PER_TURN_MAX) };
}

/** @throws Refused */
export function decide(input: RoutingInput, turn: Turn): void {
  switch (input.type) {
    case 'SetAgentState':
      setAgentState(input, turn);
      return input.supervisorId === undefined ? noteActivity(turn, input.agentId) : undefined;
    case 'SignInAgent':
      return signInAgent(input, turn);
    case 'HoldPlace':
      return holdPlace(input, turn);
    case 'LetPlaceGo':
      return letPlaceGo(input, turn);
    case 'ExpireReservations':
      return expireReservations(turn);
    case 'NoteConnection':
      return noteConnection(input, turn);
    case 'NoteConnections':
      return noteConnections(input, turn);
    case 'ExpireConnections':
      return expireConnections(input, turn);
    case 'FollowConversations':
      return followConversations(input, turn);
    case 'AssignWaitingWork':
      return undefined;
  }
}

function refusalOf(work: () => void): Refused | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}
