import { type ConversationsQuery, type ConversationView } from '@parley/contracts';
import { inTransaction, migrate, openPool } from '@parley/read-store';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import type { Pool } from 'pg';
import { SCHEMA } from '../conversation.config';
import { MIGRATIONS } from '../migrations';
import { saveConversationList } from './conversation-list.projection';
import { ConversationList } from './conversation-list.query';

const at = (minute: number) => new Date(Date.UTC(2026, 5, 1, 10, minute)).toISOString();
const leg = (agentId: string, state: 'active' | 'closed', leftAt?: string) => ({
  legId: agentId, agentId, agentName: agentId.toUpperCase(), role: 'primary' as const, queueId: 'support', state, joinedAt: at(1),
  ...(leftAt && { wrapUp: { since: leftAt, dueAt: leftAt, defaultReason: 'none', allowedReasons: [], extensions: 0 } }),
});
function view(minute: number, over: Partial<ConversationView> & { name?: string; phone?: string } = {}): ConversationView {
  const { name = 'Cara Customer', phone = '+12025550143', ...more } = over;
  return {
    conversationId: `c${String(minute).padStart(2, '0')}`, threadId: 't', episode: 1, phoneNumberId: '1', sourceNumber: '+1', status: 'queued',
    customer: { customerId: 'x', name, phone }, queue: { id: 'support', name: 'Support' }, legs: [], startedAt: at(minute), arrivedAt: at(minute),
    closed: false, serviceWindowExpiresAt: at(minute), revision: 1, ...more,
  };
}

let database: TestDatabase;
let pool: Pool;
let list: ConversationList;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.databaseUrl, SCHEMA, MIGRATIONS.slice(0, 1));
  pool = openPool({ databaseUrl: database.databaseUrl, applicationName: 'spec', schema: SCHEMA });
  list = new ConversationList(pool);
  const old = view(0, { name: 'Nul \u0000 Ñandú \ud83d', legs: [leg('ana', 'closed', at(5))], status: 'ended' });
  await pool.query('insert into conversation_view values ($1, 1, 1, $2)', [old.conversationId, JSON.stringify(old)]);
  await migrate(database.databaseUrl, SCHEMA, MIGRATIONS);
}, 60_000);
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

async function save(after: ConversationView, before?: ConversationView): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query('insert into conversation_view values ($1, $2, 1, $3) on conflict (conversation_id) do update set view = excluded.view', [
      after.conversationId, after.revision, JSON.stringify(after),
    ]);
    await saveConversationList(tx, [after], new Map(before ? [[before.conversationId, before]] : []));
  });
}
const ids = async (query: Partial<ConversationsQuery> = {}) => (await list.page({ limit: 50, ...query })).items.map(({ conversationId }) => conversationId);

describe('the list of conversations', () => {
  beforeAll(async () => {
    await save(view(1));
    await save(view(2, { queue: { id: 'sales', name: 'Sales' }, name: 'José 100%_\\', phone: '+34600111222' }));
    await save(view(3, { status: 'active', legs: [leg('ana', 'closed', at(9)), leg('ben', 'active')] }));
    await save(view(4, { legs: [leg('ana', 'closed', at(20)), leg('ben', 'closed', at(12))], status: 'offered' }));
  });

  it('holds what there was before it, the newest first', async () => {
    expect(await ids()).toEqual(['c04', 'c03', 'c02', 'c01', 'c00']);
    expect((await list.page({ limit: 50, search: 'nandu' })).items).toMatchObject([{ conversationId: 'c00', status: 'ended', agents: [{ agentId: 'ana', name: 'ANA' }] }]);
  });

  it('gives page after page', async () => {
    const first = await list.page({ limit: 2 });
    const second = await list.page({ limit: 2, before: first.before! });
    const last = await list.page({ limit: 2, before: second.before! });
    expect([first, second, last].map(({ items }) => items.length)).toEqual([2, 2, 1]);
    expect(last.before).toBeUndefined();
    await expect(list.page({ limit: 2, before: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it.each<[Partial<ConversationsQuery>, string[]]>([
    [{ search: 'jose' }, ['c02']],
    [{ search: '100%_\\' }, ['c02']],
    [{ search: '(600) 111-222' }, ['c02']],
    [{ search: '%' }, ['c02']],
    [{ status: 'open' }, ['c04', 'c03', 'c02', 'c01']],
    [{ status: 'ended' }, ['c00']],
    [{ queue: 'sales' }, ['c02']],
    [{ agent: 'ben' }, ['c04', 'c03']],
    [{ from: at(2), to: at(3) }, ['c02']],
    [{ search: 'nobody' }, []],
  ])('finds by %j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('counts each queue, and who waits longest since the last agent left', async () => {
    expect([...(await list.queuesNow())].sort((one, other) => one.queueId.localeCompare(other.queueId))).toEqual([
      { queueId: 'sales', waiting: 1, offered: 0, active: 0, longestWaitSince: at(2) },
      { queueId: 'support', waiting: 1, offered: 1, active: 1, longestWaitSince: at(1) },
    ]);
    expect((await list.page({ limit: 1 })).items).toMatchObject([{ waitingSince: at(20) }]);
  });

  it('follows a conversation', async () => {
    const before = view(1);
    await save({ ...before, status: 'ended', endedAt: at(30), name: undefined } as ConversationView, before);
    expect(await ids({ status: 'ended' })).toEqual(['c01', 'c00']);
  });
});
