import { inTurns, median, percentiles } from './statistics';

it('takes the middle of an odd and of an even count', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

it('takes percentiles by nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentiles(values)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
  expect(percentiles([7]).p99).toBe(7);
});

it('measures figure and ceiling in turns', async () => {
  const order: string[] = [];
  const one = (name: string, value: number) => async (turn: number) => {
    order.push(name);
    return value + turn;
  };
  const result = await inTurns(3, { figure: one('figure', 5), ceiling: one('ceiling', 10) });
  expect(order).toEqual(['ceiling', 'figure', 'ceiling', 'figure', 'ceiling', 'figure']);
  expect(result.ratio).toBe(6 / 11);
});
