import type { AgentOverview, Wallboard, WallboardQueue } from '@parley/contracts';
import { evolveWallboard, inOrder, isAvailable, standingOf, totalsOf } from './wallboard-state';

const at = (minute: number) => `2026-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`;
const queue = (queueId: string, over: Partial<WallboardQueue> = {}): WallboardQueue => ({
  queueId,
  name: queueId,
  waiting: 0,
  offered: 0,
  active: 0,
  received: 0,
  answered: 0,
  abandoned: 0,
  ...over,
});
const agent = (agentId: string, name: AgentOverview['state']['name']): AgentOverview => ({
  agentId,
  name: agentId,
  roles: ['agent'],
  state: { name, since: at(0) },
  capacity: { max: 3, used: 0 },
  queues: [],
  connection: { state: 'connected' },
  revision: 1,
});
const today = { from: at(0), to: at(1), timeZone: 'UTC', hours: [] };
const board: Wallboard = { queues: [queue('support'), queue('sales')], agents: [agent('ana', 'idle')], today };

describe('the wallboard', () => {
  it('begins with a snapshot; what comes before it is not known', () => {
    expect(evolveWallboard(undefined, { event: 'queue.updated', data: queue('support') })).toBeUndefined();
    expect(evolveWallboard(undefined, { event: 'snapshot', data: board })).toBe(board);
  });

  it('has the newest of each queue, agent and day, and new ones at the end', () => {
    const after = [
      { event: 'queue.updated', data: queue('support', { waiting: 2 }) } as const,
      { event: 'queue.updated', data: queue('other') } as const,
      { event: 'agent.updated', data: agent('ana', 'rona') } as const,
      { event: 'today.updated', data: { ...today, to: at(9) } } as const,
    ].reduce(evolveWallboard, board as Wallboard | undefined);
    expect(after?.queues.map(({ queueId, waiting }) => [queueId, waiting])).toEqual([['support', 2], ['sales', 0], ['other', 0]]);
    expect([after?.agents[0]?.state.name, after?.today.to]).toEqual(['rona', at(9)]);
  });

  it('adds up its queues and knows where somebody waits longest', () => {
    const totals = totalsOf([queue('a', { waiting: 1, longestWaitSince: at(5) }), queue('b', { waiting: 2, longestWaitSince: at(3) }), queue('c')]);
    expect(totals).toMatchObject({ waiting: 3, longest: { queueId: 'b' } });
    expect(totalsOf([queue('c')])).not.toHaveProperty('longest');
  });

  it('counts as available only whom requests reach', () => {
    const going = agent('ida', 'available');
    going.state.pending = { name: 'idle' };
    const agents = [agent('abe', 'available'), agent('ron', 'rona'), going];
    expect(agents.filter(isAvailable).map(({ agentId }) => agentId)).toEqual(['abe']);
    expect(agents.map(standingOf)).toEqual(['available', 'rona', 'finishing']);
  });

  it('shows first who needs a look', () => {
    const names = inOrder([agent('off', 'offline'), agent('zoe', 'available'), agent('abe', 'available'), agent('ron', 'rona'), agent('ida', 'idle')]);
    expect(names.map(({ agentId }) => agentId)).toEqual(['ron', 'abe', 'zoe', 'ida', 'off']);
  });
});
