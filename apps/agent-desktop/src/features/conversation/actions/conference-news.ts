import type { Conversation } from '@parley/contracts';
import { isPrimary, takesPart } from '../../../shared/desk/desk-state';

export type ConferenceNews = 'dropped' | 'removed' | 'ended';

/** What somebody else did to `agentId`'s conference between two states of a conversation, if anything. */
export function conferenceNews(before: Conversation, after: Conversation, agentId: string | undefined): ConferenceNews | undefined {
  if (before.status === 'conference-requested' && after.status === 'active' && isPrimary(after, agentId)) return 'dropped';
  if (!takesPart(before, agentId) || isPrimary(before, agentId) || takesPart(after, agentId)) return undefined;
  return after.status === 'ended' ? 'ended' : 'removed';
}
