import { byInterval, intervalName, sumsIn } from './chart-points';

const rows = [
  { intervalStart: '2026-03-02T00:00:00.000Z', queueId: 'sales', received: 1 },
  { intervalStart: '2026-03-01T00:00:00.000Z', queueId: 'sales', received: 2, answered: 1 },
  { intervalStart: '2026-03-02T00:00:00.000Z', queueId: 'support', received: 3 },
];

describe('the points of a chart', () => {
  it('stand in the order of time, with the sum of all queues', () => {
    expect(byInterval(rows).map(([startsAt, own]) => [startsAt.slice(0, 10), sumsIn(own, ['received', 'answered'])])).toEqual([
      ['2026-03-01', { received: 2, answered: 1 }],
      ['2026-03-02', { received: 4, answered: undefined }],
    ]);
  });

  it('have names that fit their width', () => {
    const at = new Date(2026, 2, 1, 9).toISOString();
    expect([intervalName(at, 'day', 'en-GB'), intervalName(at, 'month', 'es')]).toEqual(['1 Mar', 'mar 2026']);
    expect(intervalName(at, 'hour', 'en-GB')).toMatch(/^1 Mar, 0?9:00$/);
  });
});
