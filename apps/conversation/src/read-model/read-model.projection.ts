import { audience, type ConversationView, type Message } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import type { Queryable } from '@parley/read-store';
import { conversationIdOf } from '../conversation/conversation';
import { saveConversationList } from '../conversation-list/conversation-list.projection';
import { fold, messageKey, type Touched } from './fold';
import { timersOf } from './timers-of';

/** Views, tasks, transcript and timers after `events`. Runs in the transaction that moves the projection's checkpoint. */
export async function applyToReadModel(tx: Queryable, events: readonly RecordedEvent[]): Promise<void> {
  const ids = [...new Set(events.map(({ stream }) => conversationIdOf(stream)))];
  const views = await loadViews(tx, ids);
  const touched = fold({ events, views }, await messagesWithNews(tx, events));
  await saveViews(tx, touched);
  await saveParts(tx, touched, views);
  await saveConversationList(tx, [...touched.views.values()].map(({ view }) => view), views);
  await saveMessages(tx, touched);
}

export async function loadViews(db: Queryable, ids: readonly string[]): Promise<Map<string, ConversationView>> {
  const { rows } = await db.query<{ conversation_id: string; view: ConversationView }>(
    'select conversation_id, view from conversation_view where conversation_id = any($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.conversation_id, row.view]));
}

/** The stored messages whose delivery changes in this batch, by {@link messageKey}. */
async function messagesWithNews(tx: Queryable, events: readonly RecordedEvent[]) {
  const changed = events.filter(({ type }) => type === 'MessageStatusChanged');
  if (changed.length === 0) return new Map();
  const { rows } = await tx.query<{ conversation_id: string; message_id: string; revision: number; body: Message }>(
    `select m.conversation_id, m.message_id, m.revision, m.body
     from unnest($1::text[], $2::text[]) as wanted (conversation_id, message_id)
     join message m using (conversation_id, message_id)`,
    [changed.map(({ stream }) => conversationIdOf(stream)), changed.map(({ data }) => (data as { messageId: string }).messageId)],
  );
  return new Map(
    rows.map((row) => [messageKey(row.conversation_id, row.message_id), { revision: row.revision, message: row.body }]),
  );
}

async function saveViews(tx: Queryable, { views }: Touched): Promise<void> {
  if (views.size === 0) return;
  const all = [...views.values()];
  const ids = [...views.keys()];
  await tx.query(
    `insert into conversation_view (conversation_id, revision, position, view)
     select * from unnest($1::text[], $2::int[], $3::bigint[], $4::json[])
     on conflict (conversation_id) do update
     set revision = excluded.revision, position = excluded.position, view = excluded.view
     where conversation_view.revision < excluded.revision`,
    [ids, all.map(({ view }) => view.revision), all.map(({ position }) => position), all.map(({ view }) => JSON.stringify(view))],
  );
}

/** Who has a part and what is due; most events (messages, deliveries) change neither, and then nothing is written. */
async function saveParts(tx: Queryable, { views }: Touched, before: ReadonlyMap<string, ConversationView>): Promise<void> {
  const changed = (parts: (view: ConversationView) => readonly unknown[]) =>
    [...views.values()]
      .map(({ view }) => view)
      .filter((view) => {
        const old = before.get(view.conversationId);
        return JSON.stringify(parts(view)) !== JSON.stringify(old ? parts(old) : []);
      });
  const retasked = changed(audience);
  const retimed = changed(timersOf);
  if (retasked.length > 0) await saveTasks(tx, retasked);
  if (retimed.length > 0) await saveTimers(tx, retimed);
}

async function saveTasks(tx: Queryable, views: readonly ConversationView[]): Promise<void> {
  const ids = views.map(({ conversationId }) => conversationId);
  const tasks = views.flatMap((view) => audience(view).map((agentId) => [agentId, view.conversationId] as const));
  const [agents, conversations] = [tasks.map(([agentId]) => agentId), tasks.map(([, id]) => id)];
  await tx.query(
    `delete from agent_task t where t.conversation_id = any($1)
     and not exists (select from unnest($2::text[], $3::text[]) as kept (agent_id, conversation_id)
                     where kept.agent_id = t.agent_id and kept.conversation_id = t.conversation_id)`,
    [ids, agents, conversations],
  );
  if (tasks.length === 0) return;
  await tx.query(
    'insert into agent_task (agent_id, conversation_id) select * from unnest($1::text[], $2::text[]) on conflict do nothing',
    [agents, conversations],
  );
}

async function saveTimers(tx: Queryable, views: readonly ConversationView[]): Promise<void> {
  const ids = views.map(({ conversationId }) => conversationId);
  const timers = views.flatMap((view) => timersOf(view).map((timer) => ({ ...timer, conversationId: view.conversationId })));
  const [kinds, keys] = [timers.map(({ kind }) => kind), timers.map(({ key }) => key)];
  await tx.query(
    `delete from timer t where t.conversation_id = any($1)
     and not exists (select from unnest($2::text[], $3::text[]) as kept (kind, key) where kept.kind = t.kind and kept.key = t.key)`,
    [ids, kinds, keys],
  );
  if (timers.length === 0) return;
  await tx.query(
    `insert into timer (kind, key, conversation_id, due_at, fire_at)
     select kind, key, conversation_id, due_at, due_at
     from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as due (kind, key, conversation_id, due_at)
     on conflict (kind, key) do update set due_at = excluded.due_at, fire_at = excluded.due_at
     where timer.due_at <> excluded.due_at`,
    [kinds, keys, timers.map(({ conversationId }) => conversationId), timers.map(({ dueAt }) => dueAt)],
  );
}

async function saveMessages(tx: Queryable, { messages }: Touched): Promise<void> {
  if (messages.size === 0) return;
  const all = [...messages.values()];
  await tx.query(
    `insert into message (conversation_id, revision, message_id, body)
     select * from unnest($1::text[], $2::int[], $3::text[], $4::json[])
     on conflict (conversation_id, revision) do update set body = excluded.body`,
    [
      all.map(({ conversationId }) => conversationId),
      all.map(({ revision }) => revision),
      all.map(({ message }) => message.messageId),
      all.map(({ message }) => JSON.stringify(message)),
    ],
  );
}
