import { REAL_PARTS } from './parts';
import { simulate } from './simulate';
import { shrink } from './shrink';
import { PLANTED } from './testing/planted-bugs';

jest.setTimeout(240_000);

const SEEDS = 200;
/** Of one test, so that none takes long on a busy machine. */
const TOGETHER = 50;
const HOURS = 0.03;

describe('the simulation', () => {
  it.each(Array.from({ length: SEEDS / TOGETHER }, (_, index) => 1 + index * TOGETHER))(`keeps every invariant with ${TOGETHER} seeds from %i`, async (first) => {
    for (let seed = first; seed < first + TOGETHER; seed += 1) {
      const { violation, steps } = await simulate({ seed, hours: HOURS });
      if (violation) throw new Error(`npm run sim -- --seed ${seed} --hours ${HOURS}: ${violation.message}`);
      expect(steps).toBeGreaterThan(50);
    }
  });

  it('gives the same trace to the byte for the same seed, and another one for another', async () => {
    const outcomes = [];
    for (const seed of [7, 7, 8]) outcomes.push(await simulate({ seed, hours: HOURS }));
    const [first, second, other] = outcomes;
    expect(first!.trace.length).toBeGreaterThan(100);
    expect(second!.trace.join('\n')).toBe(first!.trace.join('\n'));
    expect(second!.hash).toBe(first!.hash);
    expect(other!.hash).not.toBe(first!.hash);
  });

  it('shrinks a failure to a small history that fails in the same way', async () => {
    const question = { seed: 1, hours: HOURS, parts: PLANTED['replay-is-equal'] };
    const before = (await simulate(question)).violation!;
    const { plan, outcome } = (await shrink(question, 100))!;
    expect(outcome.violation?.invariant).toBe(before.invariant);
    expect(plan.length).toBeLessThan(10);
    expect(await shrink({ ...question, parts: REAL_PARTS }, 100)).toBeUndefined();
  });
});
