import { derivedId } from '@parley/event-sourcing';
import { ExpireOffer } from '../conversation/close-offer/close-offer';
import { ExpireConference } from '../conversation/conference/conference';
import type { ConversationCommand } from '../conversation/conversation-decider';
import { OverflowQueue } from '../conversation/overflow-queue/overflow-queue';
import { ExpireWrapUp } from '../conversation/wrap-up/wrap-up';
import type { Timer } from '../read-model/timers-of';

/** What the conversation is asked when its deadline has passed; it decides what that means. */
export function expiryOf(timer: Pick<Timer, 'kind' | 'key'> & { readonly conversationId: string }, nowMs: number): { command: ConversationCommand; commandId: string } {
  const { kind, key } = timer;
  // Not the same id each time: a firing that came too early must not silence the one that is due.
  return { command: commandOf(timer, nowMs), commandId: derivedId('expire', kind, key, nowMs) };
}

function commandOf({ kind, key, conversationId }: Parameters<typeof expiryOf>[0], nowMs: number): ConversationCommand {
  switch (kind) {
    case 'offer':
      return new ExpireOffer(conversationId, key, nowMs);
    case 'overflow':
      return new OverflowQueue(conversationId, key, nowMs);
    case 'conference':
      return new ExpireConference(conversationId, key, nowMs);
    case 'wrap-up':
      return new ExpireWrapUp(conversationId, key, nowMs);
  }
}
