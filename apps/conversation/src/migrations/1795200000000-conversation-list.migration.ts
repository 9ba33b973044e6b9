import type { MigrationInterface, QueryRunner } from 'typeorm';

const AT_ONCE = 500;

/** Supervisors find and count conversations by rows of their own; those that there are get theirs here, as rows were made then. */
export class ConversationList1795200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table conversation_list (
        conversation_id text primary key,
        started_at timestamptz not null,
        status text not null,
        queue_id text not null,
        agents text[] not null,
        waiting_since timestamptz,
        sought text not null
      );
      create index conversation_list_started on conversation_list (started_at desc, conversation_id desc);
      create index conversation_list_open on conversation_list (queue_id) where status <> 'ended';
    `);
    for (let after = ''; ; ) {
      const rows = (await runner.query(
        `select conversation_id, view from conversation_view where conversation_id > $1 order by conversation_id limit ${AT_ONCE}`,
        [after],
      )) as { conversation_id: string; view: View }[];
      if (rows.length > 0) await runner.query(SAVE, [JSON.stringify(rows.map(({ view }) => rowOf(view)))]);
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)!.conversation_id;
    }
  }

  async down(): Promise<void> {
    throw new Error('the list of conversations is not taken back');
  }
}

/** What was read of a stored view. */
interface View {
  readonly conversationId: string;
  readonly startedAt: string;
  readonly arrivedAt: string;
  readonly status: string;
  readonly queue: { readonly id: string };
  readonly customer: { readonly name: string; readonly phone: string };
  readonly legs: readonly { readonly agentId: string; readonly state: string; readonly wrapUp?: { readonly since: string } }[];
  readonly offer?: { readonly agentId: string };
  readonly conference?: { readonly offer?: { readonly agentId: string } };
}

const SAVE = `
  insert into conversation_list (conversation_id, started_at, status, queue_id, agents, waiting_since, sought)
  select "conversationId", "startedAt", status, "queueId", agents, "waitingSince", sought
  from json_to_recordset($1) as r ("conversationId" text, "startedAt" timestamptz, status text, "queueId" text, agents text[],
    "waitingSince" timestamptz, sought text)`;

function rowOf({ conversationId, startedAt, status, queue, customer, legs, offer, conference, arrivedAt }: View) {
  const parts = [...legs, offer, conference?.offer].filter((part) => part !== undefined);
  const hasNobody = status !== 'ended' && legs.every(({ state }) => state !== 'active');
  const since = legs.reduce((latest, { wrapUp }) => (wrapUp && wrapUp.since > latest ? wrapUp.since : latest), arrivedAt);
  return {
    conversationId,
    startedAt,
    status,
    queueId: queue.id,
    agents: [...new Set(parts.map(({ agentId }) => agentId))],
    waitingSince: hasNobody ? since : null,
    sought: `${storable(searchable(customer.name))} ${customer.phone.replace(/\D/g, '')}`,
  };
}

const searchable = (text: string): string => text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase().trim();

/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair; customers may write both. */
const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
