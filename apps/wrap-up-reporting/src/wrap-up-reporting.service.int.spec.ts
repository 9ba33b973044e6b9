import type { AgentEvent } from '@parley/contracts';
import { Reports } from './reports/reports.query';
import { type Reporting, startReporting, until } from './testing/reporting.spec-kit';
import { iso, Story } from './testing/story.spec-kit';

jest.setTimeout(60_000); // on a busy machine the first records take a while
let reporting: Reporting;
beforeAll(async () => void (reporting = await startReporting()), 60_000);
afterAll(() => reporting?.close());

const answered = (id: string, customerName?: string) =>
  new Story(id, { customerName }).offered(2, 'ana').accepted(5, 'ana').agentWrites(7, 'ana').ended(20).wrapUpStarted(20, 'ana').wrapUpApplied(26, 'ana').closed(26);

describe('the reporting service', () => {
  it('counts an event once, however often it is published', async () => {
    const story = answered('twice');
    await reporting.publish(story);
    await reporting.counted(story);
    const before = await reporting.ask('reports/conversations');
    await reporting.publish(story, story);
    const last = answered('twice').customerWrites(30);
    await reporting.publish(last); // the same key: handled after what came again
    await reporting.counted(last);
    const [row] = before.body.items;
    expect((await reporting.ask('reports/conversations')).body.items).toEqual([{ ...row, messagesIn: 2 }]);
    expect((await reporting.ask('reports/agents')).body.items).toMatchObject([{ agentId: 'ana', offers: 1, accepted: 1, handled: 1 }]);
    expect((await reporting.ask('reports/wrap-up-reasons')).body.items).toMatchObject([{ count: 1 }]);
  });

  it('gives names as customers wrote them, in JSON and in CSV', async () => {
    const names = ['=HYPERLINK("http://x","y")', 'Łucja, "Lu" 🙂', 'nul\u0000l', 'half \ud83d'];
    const stories = names.map((name, at) => new Story(`named-${at}`, { customerName: name, phone: '' }).customerWrites(1, name));
    await reporting.publish(...stories);
    await reporting.counted(...stories);
    const { body } = await reporting.ask('reports/conversations');
    const shown = new Map(body.items.map((row) => [row['conversationId'], row['customerName']]));
    expect(names.map((_, at) => shown.get(`named-${at}`))).toEqual([names[0], names[1], 'nul\ufffdl', 'half \ufffd']);
    const csv = await reporting.ask('reports/conversations', { accept: 'text/csv' });
    expect(csv.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="parley-conversations.csv"' });
    expect(csv.text).toMatch(/^conversationId,threadId,startedAt,customerName,/);
    expect(csv.text).toContain(`,"'=HYPERLINK(""http://x"",""y"")",`);
    expect(csv.text).toContain(',"Łucja, ""Lu"" 🙂",');
    const page = await reporting.ask('reports/conversations?limit=1', { accept: 'text/csv' });
    expect(page.headers['x-parley-before']).toEqual(expect.any(String));
    const hours = await reporting.ask('reports/queues?interval=hour', { accept: 'text/csv' });
    expect(hours.text).toMatch(/^intervalStart,queueId,/);
  });

  it('gives all rows as CSV, more than one answer of JSON may hold, of one moment', async () => {
    const many = 10_050;
    await reporting.pool.query(
      `insert into conversation_fact
       select copy.* from (select to_jsonb(one) as row from conversation_fact one limit 1) fact, generate_series(1, $1::int) n,
         jsonb_populate_record(null::conversation_fact, fact.row || jsonb_build_object('conversation_id', 'copy-' || n)) copy`,
      [many],
    );
    const query = jest.spyOn(Reports.prototype, 'conversations');
    const lines = ({ text }: { text: string }) => text.trimEnd().split('\r\n');
    const all = await reporting.ask('reports/conversations', { accept: 'text/csv' });
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
    expect(lines(all).filter((line) => line.startsWith('copy-'))).toHaveLength(many);
    expect(new Set(lines(all)).size).toBe(lines(all).length);
    expect(all.headers).not.toHaveProperty('x-parley-before');
    expect(lines(await reporting.ask('reports/conversations?limit=7', { accept: 'text/csv' }))).toHaveLength(8);
    expect((await reporting.ask('reports/conversations')).body.items).toHaveLength(100);
    await reporting.pool.query(`delete from conversation_fact where conversation_id like 'copy-%'`);
  });

  it('keeps each agent’s spells', async () => {
    const capacity = { max: 3, used: 0 };
    const change = (at: number, name: AgentEvent['state']['name'], reason?: string): AgentEvent => ({
      type: 'AgentStateChanged', agentId: 'ana', state: { name, since: iso(at), ...(reason && { reason }) }, capacity, previous: 'offline', by: { kind: 'agent', id: 'ana' }, at: iso(at),
    });
    const signedIn: AgentEvent = { type: 'AgentSignedIn', agentId: 'ana', state: { name: 'available', since: iso(0) }, capacity, at: iso(0) };
    const told = [signedIn, change(0, 'available'), change(10, 'idle', 'lunch'), change(70, 'rona')];
    for (const [at, event] of told.entries()) await reporting.publishAgent(at + 1, event);
    for (const [at, event] of told.entries()) await reporting.publishAgent(at + 1, event);
    await reporting.publishAgent(5, change(80, 'offline'));
    const spells = await until('the last spell', async () => {
      const { rows } = await reporting.pool.query<{ state: string }>('select state, reason, seconds, ended_at is null as present from reporting.agent_states order by started_at');
      return rows.at(-1)?.state === 'offline' ? rows : undefined;
    });
    expect(spells).toEqual([
      { state: 'available', reason: null, seconds: 10, present: false },
      { state: 'idle', reason: 'lunch', seconds: 60, present: false },
      { state: 'rona', reason: null, seconds: 10, present: false },
      { state: 'offline', reason: null, seconds: null, present: true },
    ]);
  });

  it('lets the role parley_analyst read the views and nothing else', async () => {
    const readable = await reporting.pool.query<{ relation: string }>(
      `select c.oid::regclass::text as relation from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'v', 'm', 'p', 'f')
         and has_schema_privilege('parley_analyst', n.oid, 'usage')
         and has_table_privilege('parley_analyst', c.oid, 'select, insert, update, delete, truncate') order by 1`,
    );
    expect(readable.rows.map(({ relation }) => relation)).toEqual(['reporting.agent_states', 'reporting.conversations', 'reporting.legs', 'reporting.offers', 'reporting.transfers']);
    const as = await reporting.pool.connect();
    try {
      await as.query('set role parley_analyst');
      expect((await as.query('select * from reporting.conversations')).rowCount).toBeGreaterThan(0);
      for (const sql of ['select * from wrap_up_reporting.conversation_fact', 'select * from message_bus.topic', 'delete from reporting.legs', 'create table reporting.mine (id int)', 'create table public.mine (id int)'])
        await expect(as.query(sql)).rejects.toMatchObject({ code: '42501' });
    } finally {
      as.release(true);
    }
  });

  it('explains every view', async () => {
    const { rows } = await reporting.pool.query<{ name: string; comment: string | null }>(
      `select relname as name, obj_description(oid, 'pg_class') as comment from pg_class where relnamespace = 'reporting'::regnamespace and relkind = 'v'`,
    );
    expect(rows).toHaveLength(5);
    expect(rows.filter(({ comment }) => !comment)).toEqual([]);
  });
});
