import type { AgentEvent } from '@parley/contracts';
import { type Reporting, startReporting, until } from '../testing/reporting.spec-kit';
import { iso, NOON, Story } from '../testing/story.spec-kit';

jest.setTimeout(60_000);
let reporting: Reporting;
/** Everything begins five minutes before a full hour. */
const BEGINS = NOON + 3_300_000;
const at = (seconds: number) => iso(seconds, BEGINS);
const story = (id: string) => new Story(id, { beginsMs: BEGINS });
const items = async (path: string) => (await reporting.ask(`reports/${path}`)).body.items;

/** Both of ana's: 100 s and 250 s in conversations, 50 s of them in both; with the wrap-ups from 100 to 420. */
const first = story('first').offered(90, 'ana').accepted(100, 'ana').agentWrites(110, 'ana').customerWrites(120).customerWrites(130).agentWrites(140, 'ana')
  .ended(200).wrapUpStarted(200, 'ana').wrapUpApplied(220, 'ana').closed(220);
const second = story('second').offered(140, 'ana').accepted(150, 'ana').ended(400).wrapUpStarted(400, 'ana').wrapUpExtended(410, 'ana').wrapUpApplied(420, 'ana', 'none-given', true).closed(420);
/** Ben asks a colleague to join, who does not want to, and hands over to somebody who does not answer. */
const passedOn = story('passed-on').offered(500, 'ben').accepted(505, 'ben').offered(506, 'eve', { kind: 'conference' }).rejected(510, 'eve')
  .transferRequested(520, { type: 'agent', id: 'dee' }, 'ben').wrapUpStarted(520, 'ben').offered(520, 'dee', { kind: 'transfer' }).missed(550, 'dee').transferDropped(550, 'requeued')
  .queued(550, 'support').offered(551, 'eve', { offer: 'again' }).accepted(555, 'again').agentWrites(565, 'again').wrapUpApplied(560, 'ben');
/** Gus joins fay, who leaves it to him: he was in a conference for 30 s. */
const leftTo = story('left-to').offered(600, 'fay').accepted(605, 'fay').offered(610, 'gus', { kind: 'conference' }).accepted(620, 'gus').joined(620, 'gus')
  .ownershipTransferred(650, 'fay', 'gus').wrapUpStarted(650, 'fay');
const stories = [first, second, passedOn, leftTo];

const state = (position: number, name: AgentEvent['state']['name'], seconds: number): AgentEvent => {
  const since = at(seconds);
  return { type: 'AgentStateChanged', agentId: 'ana', state: { name, since }, capacity: { max: 3, used: 0 }, previous: 'offline', by: { kind: 'agent', id: 'ana' }, at: since };
};

beforeAll(async () => {
  reporting = await startReporting();
  await reporting.publish(...stories);
  const states = [state(1, 'available', 0), state(2, 'idle', 1000), state(3, 'offline', 1300)];
  for (const [index, event] of states.entries()) await reporting.publishAgent(index + 1, event);
  await reporting.counted(...stories);
  await until('the states', async () => ((await reporting.pool.query('select from agent_state_fact')).rows.length === states.length ? true : undefined));
}, 60_000);
afterAll(() => reporting?.close());

describe('how much an agent was at work', () => {
  it('is how many conversations they had at once, and what part of their time', async () => {
    // Active: 350 s in 300 s. At work: 320 s of the 1000 s that ana was available.
    expect((await items('agents?agent=ana'))[0]).toMatchObject({ averageConcurrency: 1.17, workingSeconds: 320, occupancyPercent: 32, availableSeconds: 1000, idleSeconds: 300 });
  });

  it('is told by the hour, each conversation in every hour that it lasted', async () => {
    const hours = await items('agents?agent=ana&interval=hour');
    expect(hours.map(({ intervalStart, averageConcurrency, workingSeconds, occupancyPercent }) => [intervalStart, averageConcurrency, workingSeconds, occupancyPercent])).toEqual([
      // 100 s and 150 s in 200 s; at work for 200 of 300.
      [iso(0), 1.25, 200, 66.7],
      // 100 s in 100 s; at work for 120 of 700.
      [iso(3600), 1, 120, 17.1],
    ]);
  });

  it('is told within the bounds asked for', async () => {
    const [ana] = await items(`agents?agent=ana&from=${at(180)}&to=${at(380)}`);
    // 20 s and 200 s in 200 s; at work all the time.
    expect(ana).toMatchObject({ averageConcurrency: 1.1, workingSeconds: 200, occupancyPercent: 100 });
  });

  it('belongs to no queue', async () => {
    const [ana] = await items('agents?agent=ana&queue=support');
    for (const name of ['averageConcurrency', 'workingSeconds', 'occupancyPercent', 'availableSeconds']) expect(ana).not.toHaveProperty(name);
  });
});

describe('what is counted of replies, wrap-ups and handing over', () => {
  it('belongs to the agent who did it', async () => {
    const byAgent = new Map((await items(`agents?to=${at(2000)}`)).map((row) => [row['agentId'], row]));
    expect(byAgent.get('ana')).toMatchObject({ averageReplySeconds: 65, wrapUpsAutomatic: 1, wrapUpsExtended: 1, transfersOut: 0, conferencesDeclined: 0 });
    expect(byAgent.get('ben')).toMatchObject({ transfersOut: 1, transfersDropped: 1, conferences: 0 });
    expect(byAgent.get('ben')).not.toHaveProperty('averageReplySeconds');
    expect(byAgent.get('eve')).toMatchObject({ conferencesDeclined: 1, rejected: 1, transfersIn: 0 });
    expect(byAgent.get('gus')).toMatchObject({ conferences: 1, conferenceSeconds: 30 });
    expect(byAgent.get('dee')).toMatchObject({ missed: 1, transfersOut: 0 });
  });

  it('and to the queue', async () => {
    // Answered after 110 s and 20 s; eve's leg is not handled yet.
    expect(await items('queues')).toMatchObject([{ queueId: 'support', averageReplySeconds: 65, transfersIn: 0, transfersOut: 1, transfersDropped: 1, conferences: 1, conferenceSeconds: 30, conferencesDeclined: 1 }]);
  });

  it('and to the conversation', async () => {
    const rows = new Map((await items('conversations')).map((row) => [row['conversationId'], row]));
    expect(rows.get('first')).toMatchObject({ replies: 2, averageReplySeconds: 65, wrapUpSeconds: 20 });
    expect(rows.get('left-to')).toMatchObject({ conferences: 1, conferenceSeconds: 30 });
    expect(rows.get('passed-on')).toMatchObject({ replies: 1, averageReplySeconds: 565, transfersDropped: 1 });
  });

  it('and to the reason', async () => {
    const rows = new Map((await items('wrap-up-reasons')).map((row) => [row['reasonId'], row]));
    expect(rows.get('resolved')).toMatchObject({ count: 2, manual: 2, automatic: 0, extended: 0, averageManualWrapUpSeconds: 30 });
    expect(rows.get('none-given')).toMatchObject({ count: 1, automatic: 1, extended: 1, averageAutomaticWrapUpSeconds: 20, averageExtendedWrapUpSeconds: 20 });
  });

  it('is what analysts read', async () => {
    const { rows } = await reporting.pool.query('select from_queue_id, requested_by, target_id, outcome, open_seconds from reporting.transfers');
    expect(rows).toEqual([{ from_queue_id: 'support', requested_by: 'ben', target_id: 'dee', outcome: 'dropped', open_seconds: 30 }]);
  });
});
