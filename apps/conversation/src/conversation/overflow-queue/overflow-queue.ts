import type { ConversationEvent } from '@parley/contracts';
import { begun, type Conversation, overflowed, type Rules } from '../conversation';

/** A timer says that nobody accepted in time; the wait's own deadline decides. */
export class OverflowQueue {
  readonly type = 'OverflowQueue';
  constructor(
    readonly conversationId: string,
    readonly entryId: string,
    readonly atMs: number,
  ) {}
}

/**
 * The conversation waits in the queue that its own overflows to, at the place of its first arrival.
 *
 * Quiet when it waits under another entry, nobody waits any more, there is time left, or somebody is asked right now: when that offer
 * closes without an acceptance the wait goes on there.
 */
export function overflowQueue({ entryId, atMs }: OverflowQueue, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  const conversation = begun(state);
  const { view } = conversation;
  if (view.offer || view.entry?.entryId !== entryId) return [];
  const onward = overflowed(conversation, rules, atMs);
  return onward ? [onward] : [];
}
