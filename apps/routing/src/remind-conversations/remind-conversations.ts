import type { ConversationCommand } from '@parley/contracts';
import { offerFor } from '../assign-work/assign-work';
import { askBack } from '../hold-place/hold-place';
import { recall } from '../note-connection/note-connection';
import type { Place, RoutingState } from '../partition/routing-state';

/**
 * What the conversations should have been asked and have not answered: a crash may lie between an append and its commands.
 *
 * Asking again is harmless: an offer is known by its id.
 */
export function remindConversations(state: RoutingState): ConversationCommand[] {
  const places = new Map([...state.reserved, ...state.recalled]);
  return [...places.values()].flatMap((place) => reminder(state, place) ?? []);
}

function reminder(state: RoutingState, place: Place): ConversationCommand | undefined {
  const { agentId, conversationId, offerId, entryId, made, overdue } = place;
  if (place.recalled) return recall(place);
  if (state.stateOf(agentId)?.name === 'rona') return { type: 'WithdrawOffer', conversationId, offerId, cause: 'agent-unavailable' };
  if (overdue) return askBack(place);
  return made || entryId === undefined ? undefined : offerFor(state, { ...place, entryId });
}
