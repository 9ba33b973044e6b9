import type { Conversation } from '@parley/contracts';
import { isPrimary, takesPart } from '../../../shared/desk/desk-state';

export type ConversationAction = 'transfer' | 'conference' | 'cancelRequest' | 'handOver' | 'removeAgent' | 'exitConference' | 'endConference' | 'end';

/** What `agentId` may do with the conversation as it stands; the server has the last word. */
export function actionsOf(conversation: Conversation, agentId: string | undefined): readonly ConversationAction[] {
  if (!takesPart(conversation, agentId)) return [];
  if (!isPrimary(conversation, agentId)) return ['exitConference'];
  switch (conversation.status) {
    case 'active':
      return ['transfer', 'conference', 'end'];
    case 'conference-requested':
      return ['cancelRequest', 'end'];
    case 'conference':
      return ['transfer', 'handOver', 'removeAgent', 'endConference'];
    default:
      return [];
  }
}
