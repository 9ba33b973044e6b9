import { migrate, openPool } from '@parley/read-store';
import { createTestDatabase } from '@parley/read-store/testing';
import { MIGRATIONS, SCHEMA } from '.';

const at = (minute: number) => `2026-11-22T10:0${minute}:00.000Z`;
const leg = (agentId: string, state: string, since?: string) => ({ agentId, agentName: agentId, role: 'primary', state, ...(since && { wrapUp: { since } }) });

/** A view as it was stored before there was a list. */
const view = (conversationId: string, rest: object) => ({
  conversationId,
  startedAt: at(0),
  arrivedAt: at(0),
  status: 'active',
  queue: { id: 'support', name: 'Support' },
  customer: { customerId: '1', name: 'Ágata Núñez\u0000', phone: '+34 655-000-001' },
  legs: [],
  ...rest,
});

const BEFORE = [
  view('active', { legs: [leg('ana', 'closed', at(1)), leg('ben', 'active')], conference: { requestId: 'r', offer: { agentId: 'carla' } } }),
  view('ended', { status: 'ended', legs: [leg('ana', 'wrapping-up', at(2))], queue: { id: 'sales', name: 'Sales' } }),
  view('left', { status: 'queued', legs: [leg('ana', 'wrapping-up', at(3)), leg('ben', 'closed', at(1))] }),
  view('offered', { status: 'offered', offer: { agentId: 'ana' } }),
  ...Array.from({ length: 600 }, (_, n) => view(`z${n}`, { status: 'queued' })),
];

it('lists the conversations that there were, by who has a part and since when the customer has nobody', async () => {
  const { databaseUrl, drop } = await createTestDatabase();
  const pool = openPool({ databaseUrl, applicationName: 'spec', schema: SCHEMA });
  try {
    await migrate(databaseUrl, SCHEMA, MIGRATIONS.slice(0, 1));
    await pool.query('insert into conversation_view (conversation_id, revision, position, view) select id, 1, 1, view from unnest($1::text[], $2::json[]) as v (id, view)', [
      BEFORE.map(({ conversationId }) => conversationId),
      BEFORE.map((one) => JSON.stringify(one)),
    ]);
    await migrate(databaseUrl, SCHEMA, MIGRATIONS);
    const { rows } = await pool.query('select * from conversation_list order by conversation_id');
    const common = { started_at: new Date(at(0)), queue_id: 'support', sought: 'agata nunez\ufffd 34655000001' };
    expect(rows.slice(0, 4)).toEqual([
      { ...common, conversation_id: 'active', status: 'active', agents: ['ana', 'ben', 'carla'], waiting_since: null },
      { ...common, conversation_id: 'ended', status: 'ended', queue_id: 'sales', agents: ['ana'], waiting_since: null },
      { ...common, conversation_id: 'left', status: 'queued', agents: ['ana', 'ben'], waiting_since: new Date(at(3)) },
      { ...common, conversation_id: 'offered', status: 'offered', agents: ['ana'], waiting_since: new Date(at(0)) },
    ]);
    expect(rows).toHaveLength(BEFORE.length);
  } finally {
    await pool.end();
    await drop();
  }
}, 60_000);
