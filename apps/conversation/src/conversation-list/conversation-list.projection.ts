import type { ConversationView } from '@parley/contracts';
import type { Queryable } from '@parley/read-store';
import { type ConversationRow, rowOf } from './conversation-row';

/** One row a conversation, by which supervisors find and count them; most events change none. */
export async function saveConversationList(
  tx: Queryable,
  views: readonly ConversationView[],
  before: ReadonlyMap<string, ConversationView>,
): Promise<void> {
  const changed = views.map(rowOf).filter((row) => {
    const old = before.get(row.conversationId);
    return !old || JSON.stringify(rowOf(old)) !== JSON.stringify(row);
  });
  await saveRows(tx, changed);
}

async function saveRows(tx: Queryable, rows: readonly ConversationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(SAVE, [JSON.stringify(rows)]);
}

/** Named columns, because a list of lists has no `unnest`. */
const SAVE = `
  insert into conversation_list (conversation_id, started_at, status, queue_id, agents, waiting_since, sought)
  select "conversationId", "startedAt", status, "queueId", agents, "waitingSince", sought
  from json_to_recordset($1) as r ("conversationId" text, "startedAt" timestamptz, status text, "queueId" text, agents text[],
    "waitingSince" timestamptz, sought text)
  on conflict (conversation_id) do update
  set status = excluded.status, queue_id = excluded.queue_id, agents = excluded.agents, waiting_since = excluded.waiting_since,
    sought = excluded.sought`;
