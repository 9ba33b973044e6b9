import { chartInterval, periodOf, queryOf, scopeOf } from './report-scope';

const now = new Date(2026, 2, 30, 15, 30).getTime();
const scope = scopeOf(now);

describe('what a report is of', () => {
  it('is today at first, from the reader’s own midnight on', () => {
    expect(periodOf(scope, now)).toEqual({ from: new Date(2026, 2, 30).toISOString() });
  });

  it('counts days of the calendar, also over a change of the clocks', () => {
    expect(periodOf({ ...scope, range: 'week' }, now)).toEqual({ from: new Date(2026, 2, 24).toISOString() });
    expect(periodOf({ ...scope, range: 'month' }, now)).toEqual({ from: new Date(2026, 2, 1).toISOString() });
  });

  it('holds the last day of a custom period', () => {
    const custom = { ...scope, range: 'custom', from: '2026-03-01', to: '2026-03-31' } as const;
    expect(periodOf(custom, now)).toEqual({ from: new Date(2026, 2, 1).toISOString(), to: new Date(2026, 3, 1).toISOString() });
    expect(periodOf({ ...custom, from: '' }, now)).toEqual({ to: new Date(2026, 3, 1).toISOString() });
  });

  it('asks for a queue, an agent and an interval only where one is chosen', () => {
    expect([...new URLSearchParams(queryOf(scope, now)).keys()]).toEqual(['from', 'timeZone']);
    const asked = new URLSearchParams(queryOf({ ...scope, queue: 'sales', agent: 'ana', interval: 'week' }, now, { limit: '5' }));
    expect(Object.fromEntries(asked)).toMatchObject({ queue: 'sales', agent: 'ana', interval: 'week', limit: '5' });
  });

  it('is drawn by hours or by days unless told otherwise', () => {
    const drawn = (change: object) => chartInterval({ ...scope, ...change });
    expect([drawn({}), drawn({ range: 'month' }), drawn({ range: 'custom', from: '2026-03-01', to: '2026-03-01' }), drawn({ interval: 'month' })]).toEqual(['hour', 'day', 'hour', 'month']);
  });
});
