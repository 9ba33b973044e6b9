import { readConversationEvent } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import type { Queryable } from '@parley/read-store';
import { orUnprocessable, readOrRefuse } from '../published';
import { saveRows } from '../rows.query';
import type { ConversationFact } from './conversation-fact';
import { type Facts, foldConversationEvent, type Numbered } from './facts';
import type { LegFact } from './leg-fact';
import type { OfferFact } from './offer-fact';
import type { TransferFact } from './transfer-fact';

/** The facts after `records`, in the transaction that moves the projection's offset; only rows that differ are written. @throws Unprocessable */
export async function applyConversationEvents(tx: Queryable, records: readonly BusRecord[]): Promise<void> {
  const events = readOrRefuse(records, numbered);
  if (events.length === 0) return;
  const before = await loadFacts(tx, [...new Set(events.map(({ subject }) => subject))]);
  const after: Facts = { conversations: new Map(before.conversations), legs: new Map(before.legs), offers: new Map(before.offers), transfers: new Map(before.transfers) };
  for (const event of events) orUnprocessable(() => foldConversationEvent(after, event));
  await saveRows(tx, { table: 'conversation_fact', key: ['conversation_id'] }, changed(before.conversations, after.conversations));
  await saveRows(tx, { table: 'leg_fact', key: ['leg_id'] }, changed(before.legs, after.legs));
  await saveRows(tx, { table: 'offer_fact', key: ['offer_id'] }, changed(before.offers, after.offers));
  await saveRows(tx, { table: 'transfer_fact', key: ['transfer_id'] }, changed(before.transfers, after.transfers));
}

/** Also of an event whose type is not known yet: the next one follows on it. */
function numbered(record: BusRecord): Numbered | undefined {
  const published = readConversationEvent(record);
  if (published) return published;
  const { ce_subject: subject, ce_revision: revision } = record.headers;
  return subject !== undefined && revision !== undefined ? { subject, revision: Number(revision), event: undefined } : undefined;
}

const changed = <Row>(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): Row[] =>
  [...after].filter(([id, row]) => before.get(id) !== row).map(([, row]) => row);

const rowsOf = (table: string) => `(select coalesce(json_agg(f), '[]') from ${table} f where conversation_id = any($1)) as ${table}`;
const LOAD = { name: 'load-facts', text: `select ${['conversation_fact', 'leg_fact', 'offer_fact', 'transfer_fact'].map(rowsOf).join(', ')}` };

interface Loaded {
  readonly conversation_fact: ConversationFact[];
  readonly leg_fact: LegFact[];
  readonly offer_fact: OfferFact[];
  readonly transfer_fact: TransferFact[];
}

async function loadFacts(tx: Queryable, ids: readonly string[]): Promise<Facts> {
  const { rows } = await tx.query<Loaded>({ ...LOAD, values: [ids] });
  const { conversation_fact: conversations, leg_fact: legs, offer_fact: offers, transfer_fact: transfers } = rows[0]!;
  return {
    conversations: new Map(conversations.map((row) => [row.conversation_id, row])),
    legs: new Map(legs.map((row) => [row.leg_id, row])),
    offers: new Map(offers.map((row) => [row.offer_id, row])),
    transfers: new Map(transfers.map((row) => [row.transfer_id, row])),
  };
}
