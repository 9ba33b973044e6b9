import { readAgentEvent, readConversationEvent, TOPICS } from '@parley/contracts';
import { type BusRecord, Unprocessable } from '@parley/event-sourcing';
import type { Queryable } from '@parley/read-store';
import { type ConversationFact, foldConversationEvent, type Facts, type LegFact, type OfferFact } from './conversation-fact';

/** The facts after `records`. Runs in the transaction that moves the projection's offsets. @throws Unprocessable */
export async function applyToFacts(tx: Queryable, records: readonly BusRecord[]): Promise<void> {
  await applyConversations(tx, records.filter(({ topic }) => topic === TOPICS.conversationEvents));
  await applyAgents(tx, records.filter(({ topic }) => topic === TOPICS.agentEvents));
}

async function applyConversations(tx: Queryable, records: readonly BusRecord[]): Promise<void> {
  const events = records.map((record) => readOrRefuse(record, readConversationEvent)).filter((event) => event !== undefined);
  if (events.length === 0) return;
  const facts = await loadFacts(tx, [...new Set(events.map(({ subject }) => subject))]);
  for (const event of events) foldConversationEvent(facts, event);
  await save(tx, 'conversation_fact', 'conversation_id', [...facts.conversations.values()]);
  await save(tx, 'leg_fact', 'leg_id', [...facts.legs.values()]);
  await save(tx, 'offer_fact', 'offer_id', [...facts.offers.values()]);
}

/** An agent's spells in one state: each change ends the one before it. */
async function applyAgents(tx: Queryable, records: readonly BusRecord[]): Promise<void> {
  const changes = records
    .map((record) => readOrRefuse(record, readAgentEvent))
    .filter((published) => published !== undefined)
    .filter(({ event }) => event.type === 'AgentStateChanged' || event.type === 'AgentSignedIn' || event.type === 'AgentSignedOut');
  for (const { subject, event, position } of changes) {
    await tx.query(`update agent_state_fact set ended_at = $2 where agent_id = $1 and ended_at is null and position < $3`, [subject, event.at, position]);
    await tx.query(
      `insert into agent_state_fact (agent_id, position, state, reason, started_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [subject, position, event.state.name, event.state.reason ?? null, event.at],
    );
  }
}

function readOrRefuse<T>(record: BusRecord, read: (record: BusRecord) => T): T {
  try {
    return read(record);
  } catch (error) {
    throw new Unprocessable((error as Error).message, { cause: error });
  }
}

async function loadFacts(tx: Queryable, ids: readonly string[]): Promise<Facts> {
  const load = async <Row extends object>(table: string) =>
    (await tx.query<{ row: Row }>(`select row_to_json(f) as row from ${table} f where conversation_id = any($1)`, [ids])).rows.map(({ row }) => row);
  const conversations = await load<ConversationFact>('conversation_fact');
  const legs = await load<LegFact>('leg_fact');
  const offers = await load<OfferFact>('offer_fact');
  return {
    conversations: new Map(conversations.map((row) => [row.conversation_id, row])),
    legs: new Map(legs.map((row) => [row.leg_id, row])),
    offers: new Map(offers.map((row) => [row.offer_id, row])),
  };
}

/** All rows in one statement; a row that is there is replaced whole. */
async function save<Row extends object>(tx: Queryable, table: string, key: keyof Row & string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!);
  const replaced = columns.filter((column) => column !== key).map((column) => `${column} = excluded.${column}`);
  await tx.query(
    `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from json_populate_recordset(null::${table}, $1)
     on conflict (${key}) do update set ${replaced.join(', ')}`,
    [JSON.stringify(rows)],
  );
}
