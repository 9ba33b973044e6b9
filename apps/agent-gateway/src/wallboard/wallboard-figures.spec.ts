import type { AgentOverview, Wallboard } from '@parley/contracts';
import { changes, type Figures, wallboardOf } from './wallboard-figures';

const at = '2026-03-01T09:00:00.000Z';
const configured = [{ id: 'support', name: 'Support', serviceLevelSeconds: 60 }, { id: 'sales', name: 'Sales' }];
const ana: AgentOverview = {
  agentId: 'ana', name: 'Ana', roles: ['agent'], state: { name: 'available', since: at }, capacity: { max: 3, used: 0 }, queues: ['support'],
  connection: { state: 'connected' }, revision: 1,
};
const today = { from: at, to: at, timeZone: 'UTC', hours: [] };
const figures = (over: Partial<Figures> = {}): Figures => ({ queuesNow: [], agents: [ana], today: { today, queues: [] }, ...over });
const board = (over?: Partial<Figures>): Wallboard => wallboardOf(figures(over), configured);
const busy = { queueId: 'support', waiting: 2, offered: 1, active: 3, longestWaitSince: at };

describe('a wallboard', () => {
  it('has every queue that is configured, and others in which something goes on', () => {
    const queues = board({
      queuesNow: [busy, { ...busy, queueId: 'gone' }],
      today: { today, queues: [{ queueId: 'sales', received: 4, answered: 3, abandoned: 1, serviceLevelPercent: 75 }] },
    }).queues;
    expect(queues).toEqual([
      { ...busy, name: 'Support', serviceLevelSeconds: 60, received: 0, answered: 0, abandoned: 0 },
      { queueId: 'sales', name: 'Sales', waiting: 0, offered: 0, active: 0, received: 4, answered: 3, abandoned: 1, serviceLevelPercent: 75 },
      { ...busy, queueId: 'gone', name: 'gone', received: 0, answered: 0, abandoned: 0 },
    ]);
  });

  it('tells the rows that differ, whole', () => {
    const [before, after] = [board(), board({ queuesNow: [busy] })];
    expect(changes(before, after)).toEqual([{ event: 'queue.updated', data: { ...busy, name: 'Support', serviceLevelSeconds: 60, received: 0, answered: 0, abandoned: 0 } }]);
    expect(changes(after, board({ queuesNow: [busy] }))).toEqual([]);
  });

  it('tells that nothing goes on any more in a queue that is not configured', () => {
    expect(changes(board({ queuesNow: [{ ...busy, queueId: 'gone' }] }), board())).toMatchObject([{ event: 'queue.updated', data: { queueId: 'gone', waiting: 0, active: 0 } }]);
  });

  it('takes a revision that rises alone for no news', () => {
    expect(changes(board(), board({ agents: [{ ...ana, revision: 9 }] }))).toEqual([]);
    expect(changes(board(), board({ agents: [{ ...ana, revision: 9, connection: { state: 'lost', lostAt: at } }] }))).toMatchObject([{ event: 'agent.updated', data: { revision: 9 } }]);
  });
});
