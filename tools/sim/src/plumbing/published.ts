import { type PublishedAgentEvent, type PublishedConversationEvent, readAgentEvent, readConversationEvent } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';

const conversations = new WeakMap<BusRecord, PublishedConversationEvent>();
const agents = new WeakMap<BusRecord, PublishedAgentEvent>();

/** As `readConversationEvent`; every group reads the same record, and each is checked once. */
export const conversationEventOf = (record: BusRecord): PublishedConversationEvent => once(conversations, record, readConversationEvent);
export const agentEventOf = (record: BusRecord): PublishedAgentEvent => once(agents, record, readAgentEvent);

function once<T>(known: WeakMap<BusRecord, T>, record: BusRecord, read: (record: BusRecord) => T | undefined): T {
  const before = known.get(record);
  if (before) return before;
  const published = read(record);
  if (!published) throw new Error(`nobody knows the type of ${record.headers['ce_type']}`);
  known.set(record, published);
  return published;
}
