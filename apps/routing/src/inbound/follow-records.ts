import { readConversationEvent, Refused } from '@parley/contracts';
import { type BusRecord, Unprocessable, Unreachable } from '@parley/event-sourcing';
import { FollowConversations, type Happened, isFollowed } from '../follow-conversation/follow-conversation';

/** Records in one append at most. */
const AT_ONCE_MAX = 50;

/**
 * Each record, all of one partition, has had its effect, in order and once, when it resolves.
 *
 * @throws Unprocessable for a record that is not as published · Unreachable when no decision can be made now
 */
export async function followRecords(records: readonly BusRecord[], submit: (input: FollowConversations) => Promise<void>): Promise<void> {
  const happened = records.flatMap((record) => read(record) ?? []);
  for (let from = 0; from < happened.length; from += AT_ONCE_MAX) {
    const input = new FollowConversations(records[0]!.partition, happened.slice(from, from + AT_ONCE_MAX));
    await submit(input).catch(blameNoRecord);
  }
}

/** @returns nothing for what routing has nothing to do with */
function read(record: BusRecord): Happened | undefined {
  try {
    const published = readConversationEvent(record);
    if (!published || !isFollowed(published.event)) return undefined;
    const { subject: conversationId, position, event } = published;
    return { conversationId, position, event };
  } catch (error) {
    throw new Unprocessable((error as Error).message, { cause: error });
  }
}

function blameNoRecord(error: unknown): never {
  if (error instanceof Refused) throw new Unreachable(error.message, { cause: error });
  throw error;
}
