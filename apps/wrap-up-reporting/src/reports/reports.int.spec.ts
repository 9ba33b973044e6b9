import { type Reporting, startReporting } from '../testing/reporting.spec-kit';
import { iso, NOON, Story } from '../testing/story.spec-kit';

const HOUR_MS = 3_600_000;
jest.setTimeout(60_000); // on a busy machine the first records take a while
let reporting: Reporting;
const ask: Reporting['ask'] = (...asked) => reporting.ask(...asked);
const items = async (path: string, language?: string) => (await ask(`reports/${path}`, { language })).body.items;
const row = async (path: string, has: Record<string, unknown>) => (await items(path)).find((item) => Object.entries(has).every(([name, value]) => item[name] === value));

const begun = (id: string, hour: number) => new Story(id, { beginsMs: NOON + hour * HOUR_MS });
/** Answered after 5 s; active for 15, wrapped up in 6. */
const answered = begun('answered', 0).offered(2, 'ana').accepted(5, 'ana').agentWrites(7, 'ana').ended(20).wrapUpStarted(20, 'ana').wrapUpApplied(26, 'ana').closed(26);
/** Missed by ana, answered by ben after 90 s: beyond the level of 60. Handed to sales, where ana takes it; she is joined by ben. */
const travelled = begun('travelled', 1)
  .offered(1, 'ana', { offer: 'o1' }).missed(31, 'o1').queued(31, 'support').offered(60, 'ben', { offer: 'o2' }).accepted(90, 'o2')
  .transferRequested(100, { type: 'queue', id: 'sales' }, 'ben').wrapUpStarted(100, 'o2').queued(100, 'sales', 'transfer').wrapUpApplied(110, 'o2')
  .offered(120, 'ana', { offer: 'o3', kind: 'transfer', queueId: 'sales' }).accepted(130, 'o3')
  .offered(140, 'ben', { offer: 'o4', kind: 'conference', queueId: 'sales' }).accepted(150, 'o4').joined(150, 'o4')
  .ended(200).wrapUpStarted(200, 'o3').wrapUpStarted(200, 'o4').wrapUpApplied(204, 'o3').wrapUpApplied(230, 'o4', 'none-given', true).closed(230);
const gaveUp = { endedBy: { kind: 'customer' as const }, reason: 'customer-left' as const, lastStatus: 'queued' };
const leftSoon = begun('left-soon', 1).ended(10, gaveUp).closed(10);
const leftLate = begun('left-late', 1).offered(80, 'ben').rejected(85, 'ben').queued(85, 'support').ended(100, gaveUp).closed(100);
/** Begins just before the next hour and is answered in it; not ended. */
const acrossTheHour = new Story('across-the-hour', { beginsMs: NOON + 2 * HOUR_MS - 5_000 }).offered(1, 'ana').accepted(15, 'ana');
const all = [answered, travelled, leftSoon, leftLate, acrossTheHour];

beforeAll(async () => {
  reporting = await startReporting();
  await reporting.publish(...all);
  await reporting.counted(...all);
}, 60_000);
afterAll(() => reporting?.close());

describe('the report of conversations', () => {
  it('has a row for each, the newest first, without what is not known', async () => {
    const rows = await items('conversations');
    expect(rows.map(({ conversationId }) => conversationId)).toEqual(['across-the-hour', 'travelled', 'left-soon', 'left-late', 'answered']);
    expect(rows.at(-1)).toEqual({
      conversationId: 'answered', threadId: 'thread-answered', startedAt: iso(0), customerName: 'Cara Customer', customerPhone: '+12025550143', sourceNumber: '+1 555 010 0001',
      queueId: 'support', queueName: 'Support', firstQueueId: 'support', firstQueueName: 'Support', agents: ['ana'], wrapUpReasons: ['resolved'], wrapUpReason: 'resolved', wrapUpAutomatic: false,
      acceptedAt: iso(5), firstResponseAt: iso(7), endedAt: iso(20), closedAt: iso(26), endedBy: 'agent', endReason: 'agent-ended', lastStatus: 'active', waitSeconds: 5, talkSeconds: 15, handleSeconds: 21,
      answered: true, abandoned: false, abandonedWithinServiceLevel: false, withinServiceLevel: true, offers: 1, offersMissed: 0, transfers: 0, transfersDropped: 0, conferences: 0, messagesIn: 1, messagesOut: 1, firstResponseSeconds: 7,
      replies: 1, averageReplySeconds: 7, wrapUpSeconds: 6,
    });
    expect(rows[0]).not.toHaveProperty('endedAt');
    expect(rows[0]).not.toHaveProperty('handleSeconds');
  });

  it('adds up the legs of a conversation that was handed on and joined', async () => {
    expect(await row('conversations', { conversationId: 'travelled' })).toMatchObject({
      queueId: 'sales', firstQueueId: 'support', agents: ['ben', 'ana', 'ben'], wrapUpReasons: ['resolved', 'resolved', 'none-given'], wrapUpReason: 'none-given', wrapUpAutomatic: true,
      waitSeconds: 90, withinServiceLevel: false, handleSeconds: 20 + 74 + 80, wrapUpSeconds: 10 + 4 + 30, conferenceSeconds: 50, replies: 0, transfers: 1, conferences: 1, offers: 4, offersMissed: 1,
    });
  });

  it('tells who gave up, and who did so before the level was broken', async () => {
    expect(await row('conversations', { conversationId: 'left-soon' })).toMatchObject({ answered: false, abandoned: true, abandonedWithinServiceLevel: true, lastStatus: 'queued' });
    expect(await row('conversations', { conversationId: 'left-late' })).toMatchObject({ abandoned: true, abandonedWithinServiceLevel: false, endedBy: 'customer' });
  });

  it('is kept to a period, a queue and an agent', async () => {
    const ids = async (query: string) => (await items(`conversations?${query}`)).map(({ conversationId }) => conversationId);
    expect(await ids(`from=${iso(3600)}&to=${iso(7000)}`)).toEqual(['travelled', 'left-soon', 'left-late']);
    expect(await ids(`to=${iso(3600)}`)).toEqual(['answered']);
    expect(await ids('to=2026-11-20T13:00')).toEqual(['answered']);
    expect(await ids(`to=${encodeURIComponent('2026-11-20T15:00:00+02:00')}`)).toEqual(['answered']);
    expect(await ids('from=2026-11-21')).toEqual([]);
    expect(await ids('queue=sales')).toEqual(['travelled']);
    expect(await ids('agent=ben')).toEqual(['travelled']);
    expect((await items('conversations?interval=day&agent=ben'))[0]).toMatchObject({ intervalStart: '2026-11-20T00:00:00.000Z' });
  });

  it('comes in pages that together are the whole, equal starts included', async () => {
    const seen: unknown[] = [];
    for (let before = ''; ; ) {
      const { body } = await ask(`reports/conversations?limit=2${before}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ conversationId }) => conversationId));
      if (!body.before) break;
      before = `&before=${body.before}`;
    }
    expect(seen).toEqual(['across-the-hour', 'travelled', 'left-soon', 'left-late', 'answered']);
  });
});

describe('the report of queues', () => {
  it('gives speed of answer, level and abandonment to the queue of the first wait, offers to the queue that made them', async () => {
    const support = await row('queues', { queueId: 'support' });
    // Within the level: answered (5 s) and across-the-hour (15 s); beyond: travelled (90 s) and left-late. left-soon does not count.
    expect(support).toEqual({
      queueId: 'support', queueName: 'Support', received: 5, answered: 3, abandoned: 2, abandonedWithinServiceLevel: 1, offers: 5, offersMissed: 1,
      averageSpeedOfAnswerSeconds: 36.667, serviceLevelPercent: 50, offersRejected: 1, handled: 2, averageHandleSeconds: 20.5, averageFirstResponseSeconds: 7,
      averageReplySeconds: 7, averageWrapUpSeconds: 8, transfersIn: 0, transfersOut: 1, transfersDropped: 0, conferences: 0, conferencesDeclined: 0,
    });
    expect(await row('queues', { queueId: 'sales' })).toEqual({
      queueId: 'sales', queueName: 'Sales', received: 0, answered: 0, abandoned: 0, abandonedWithinServiceLevel: 0, offers: 2, offersMissed: 0, offersRejected: 0, handled: 2, averageHandleSeconds: 77,
      averageWrapUpSeconds: 17, transfersIn: 1, transfersOut: 0, transfersDropped: 0, conferences: 1, conferenceSeconds: 50, conferencesDeclined: 0,
    });
  });

  it('counts each thing in the hour in which it happened', async () => {
    const hours = await items('queues?interval=hour&queue=support');
    expect(hours.map(({ intervalStart, received, answered, abandoned, serviceLevelPercent }) => [intervalStart, received, answered, abandoned, serviceLevelPercent])).toEqual([
      [iso(0), 1, 1, 0, 100],
      [iso(3600), 4, 1, 2, 0],
      [iso(7200), 0, 1, 0, 100],
    ]);
    const [first, ...others] = (await ask('reports/queues?interval=hour&limit=1')).body.items;
    expect([first?.['intervalStart'], others]).toEqual([iso(0), []]);
  });

  it('with an agent counts what the agent was in and was asked', async () => {
    expect(await items('queues?agent=ben')).toMatchObject([{ queueId: 'sales', received: 0, offers: 1 }, { queueId: 'support', received: 1, answered: 1, offers: 2, offersMissed: 0 }]);
  });
});

describe('the report of agents', () => {
  it('has offers and their outcomes, and the mean of handled legs', async () => {
    const none = { wrapUpsAutomatic: 0, wrapUpsExtended: 0, transfersOut: 0, transfersDropped: 0, conferencesDeclined: 0, averageConcurrency: 1, occupancyPercent: 100 };
    expect(await items(`agents?to=${iso(10_800)}`)).toEqual([
      // 21 s, and 74 s with 4 s of wrap-up; the leg that is not wrapped up does not count, but lasts until the bound: 3590 s.
      { agentId: 'ana', agentName: 'Ana López', offers: 4, accepted: 3, missed: 1, rejected: 0, handled: 2, averageHandleSeconds: 47.5, averageWrapUpSeconds: 5, transfersIn: 1, conferences: 0, ...none, averageReplySeconds: 7, workingSeconds: 3685 },
      { agentId: 'ben', agentName: 'Ben', offers: 3, accepted: 2, missed: 0, rejected: 1, handled: 2, averageHandleSeconds: 50, averageWrapUpSeconds: 20, transfersIn: 0, conferences: 1, ...none, transfersOut: 1, wrapUpsAutomatic: 1, conferenceSeconds: 50, workingSeconds: 100 },
    ]);
    expect(await items('agents?queue=sales&agent=ana')).toMatchObject([{ agentId: 'ana', offers: 1, accepted: 1, averageHandleSeconds: 74 }]);
  });

  it('comes in pages', async () => {
    const first = await ask('reports/agents?limit=1');
    expect(first.body.items).toMatchObject([{ agentId: 'ana' }]);
    const second = await ask(`reports/agents?limit=1&before=${first.body.before}`);
    expect(second.body).toMatchObject({ items: [{ agentId: 'ben' }] });
    expect(second.body).not.toHaveProperty('before');
  });
});

describe('the report of wrap-up reasons', () => {
  it('counts by hand and automatic, under the name in the reader’s language', async () => {
    expect(await items('wrap-up-reasons', 'es-MX,es')).toEqual([
      { reasonId: 'resolved', reasonName: 'Resuelto', count: 3, automatic: 0, manual: 3, averageWrapUpSeconds: 6.667, extended: 0, averageManualWrapUpSeconds: 6.667 },
      { reasonId: 'none-given', reasonName: 'Sin motivo', count: 1, automatic: 1, manual: 0, averageWrapUpSeconds: 30, extended: 0, averageAutomaticWrapUpSeconds: 30 },
    ]);
    expect(await items('wrap-up-reasons?queue=support&interval=hour')).toMatchObject([
      { intervalStart: iso(0), reasonId: 'resolved', count: 1 },
      { intervalStart: iso(3600), reasonId: 'resolved', reasonName: 'Resolved', count: 1 },
    ]);
  });
});

describe('who may ask, and what', () => {
  it('lets supervisors and analysts read, agents and strangers not', async () => {
    for (const name of ['conversations', 'wrap-up-reasons', 'queues', 'agents']) {
      expect((await ask(`reports/${name}`, { as: 'sofia' })).status).toBe(200);
      expect((await ask(`reports/${name}`, { as: 'andy' })).status).toBe(200);
      expect(await ask(`reports/${name}`, { as: 'ana' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await ask(`reports/${name}`, { as: 'nobody' })).toMatchObject({ status: 401 });
    }
    expect(await ask('reports/weather')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each([
    'from=yesterday', 'from=2026-13-01', 'from=0000-01-01', 'to=2026-11-20T25:00Z', 'to=', 'interval=minute', 'timeZone=Mars/Olympus', 'timeZone=+02:00', "timeZone=UTC'", 'limit=0', 'limit=10001', 'limit=ten', 'limit=1.5',
    'before=nonsense', 'before=WyIwMDAwLTAxLTAxVDAwOjAwOjAwWiIsIngiXQ', 'queue=a%00b', 'queue=a&queue=b', `agent=${'x'.repeat(201)}`,
  ])('refuses %s and names the field', async (query) => {
    const field = query.slice(0, query.indexOf('='));
    for (const name of ['conversations', 'queues'])
      expect(await ask(`reports/${name}?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid-request', detail: expect.stringContaining(`${field}: `) } });
  });
});
