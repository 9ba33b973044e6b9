import { type Reporting, startReporting } from '../testing/reporting.spec-kit';
import { Story } from '../testing/story.spec-kit';
import type { TodayAnswer } from './today.query';
import { Reports } from '../reports/reports.query';
import { ReportQuery } from '../reports/report-query';
import { TodayFigures } from './today.query';

jest.setTimeout(60_000);
let reporting: Reporting;
let figures: TodayFigures;
const beginsMs = Date.now() - 1_000;
const story = new Story('now', { beginsMs }).offered(0, 'ana').accepted(0, 'ana');

beforeAll(async () => {
  reporting = await startReporting();
  figures = new TodayFigures(reporting.pool, new Reports(reporting.pool));
  await reporting.publish(story);
  await reporting.counted(story);
}, 60_000);
afterAll(() => reporting?.close());

/** The first second of a day may have passed between the two. */
const ofTheDay = async (timeZone: string): Promise<TodayAnswer> => {
  const answer = await figures.of(timeZone, new Map());
  return Date.parse(answer.today.from) > beginsMs ? ofTheDay('Pacific/Honolulu') : answer;
};

it('says of today what the report says of the same day, hour by hour', async () => {
  const { today, queues, behind } = await ofTheDay('Europe/Madrid');
  const report = await new Reports(reporting.pool).queues(ReportQuery.parse({ from: today.from, to: today.to }));
  expect(report.items).toMatchObject(queues);
  expect(queues).toEqual([{ queueId: 'support', received: 1, answered: 1, abandoned: 0, serviceLevelPercent: 100, averageSpeedOfAnswerSeconds: 0 }]);
  expect([23, 24, 25]).toContain(today.hours.length);
  expect(today.hours.filter(({ received }) => received > 0)).toMatchObject([{ received: 1, answered: 1, abandoned: 0 }]);
  expect(behind).toBe(false);
});

it('says when something that was seen is not counted yet', async () => {
  const { rows } = await reporting.pool.query<{ name: string; position: number }>(`select name, position from checkpoint where name like 'facts/conversation%'`);
  const [{ name, position }] = rows as [{ name: string; position: number }];
  const partition = Number(name.split('/').at(-1));
  expect(await figures.of('UTC', new Map([[partition, position]]))).toMatchObject({ behind: false });
  expect(await figures.of('UTC', new Map([[partition, position + 1]]))).toMatchObject({ behind: true });
});

it('counts the time in each state within the period and cut at each interval', async () => {
  await reporting.pool.query(`insert into agent_state_fact values ('ana', 1, 'available', null, '2026-03-28T22:30Z', '2026-03-30T00:30Z'), ('ana', 2, 'offline', null, '2026-03-30T00:30Z', null)`);
  const ask = async (query: string) => (await reporting.ask(`reports/agents?agent=ana&to=2026-04-01&${query}`)).body.items.map(({ intervalStart, availableSeconds }) => [intervalStart, availableSeconds]);
  expect(await ask('')).toEqual([[undefined, 26 * 3600]]);
  expect(await ask('from=2026-03-29')).toEqual([[undefined, 24.5 * 3600]]);
  // The clocks go forward that night: the day has 23 hours.
  expect(await ask('interval=day&timeZone=Europe/Madrid')).toEqual([
    ['2026-03-27T23:00:00.000Z', 1800],
    ['2026-03-28T23:00:00.000Z', 23 * 3600],
    ['2026-03-29T22:00:00.000Z', 2.5 * 3600],
  ]);
  expect((await ask('interval=hour&from=2026-03-29T23:00:00Z')).map(([, seconds]) => seconds)).toEqual([3600, 1800]);
});
