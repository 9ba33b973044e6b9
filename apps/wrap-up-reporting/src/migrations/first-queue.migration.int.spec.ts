import { migrate, openPool } from '@parley/read-store';
import { createTestDatabase } from '@parley/read-store/testing';
import { SCHEMA } from '../wrap-up-reporting.config';
import { MIGRATIONS } from '.';

const BEFORE = `
  insert into conversation_fact (conversation_id, thread_id, episode, source_number, customer_name, customer_phone, queue_id, queue_name, started_at,
      offers, offers_missed, transfers, conferences, messages_in, messages_out, revision)
    select id, id, 1, '', '', '', queue, initcap(queue), now(), 0, 0, 0, 0, 0, 0, 0
    from (values ('stayed', 'support'), ('moved', 'sales'), ('waits', 'sales')) as c (id, queue);
  insert into offer_fact (offer_id, conversation_id, kind, agent_id, queue_id, offered_at, outcome)
    values ('1', 'stayed', 'queue', 'ana', 'support', now(), 'accepted'), ('2', 'moved', 'queue', 'ana', 'support', now(), 'accepted'),
      ('3', 'moved', 'transfer', 'ben', 'sales', now() + interval '1 minute', 'accepted');
  insert into agent_state_fact (agent_id, position, state, started_at, ended_at)
    values ('ana', 1, 'available', now(), now()), ('ana', 2, 'available', now(), null);
`;

it('tells the first queue and the spells of what was counted before', async () => {
  const { databaseUrl, drop } = await createTestDatabase();
  const pool = openPool({ databaseUrl, applicationName: 'spec', schema: SCHEMA });
  try {
    await migrate(databaseUrl, SCHEMA, MIGRATIONS.slice(0, 1));
    await pool.query(BEFORE);
    await migrate(databaseUrl, SCHEMA, MIGRATIONS);
    const { rows } = await pool.query('select conversation_id as id, first_queue_id as queue, first_queue_name as name from reporting.conversations order by 1');
    expect(rows).toEqual([
      { id: 'moved', queue: 'support', name: 'Support' },
      { id: 'stayed', queue: 'support', name: 'Support' },
      { id: 'waits', queue: 'sales', name: 'Sales' },
    ]);
    expect((await pool.query('select position from agent_state_fact')).rows).toEqual([{ position: 2 }]);
  } finally {
    await pool.end();
    await drop();
  }
}, 60_000);
