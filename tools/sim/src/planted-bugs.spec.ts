import type { Invariant } from './engine/violation';
import { INVARIANTS } from './engine/violation';
import type { Parts } from './parts';
import type { Item } from './plan';
import { happen, planFor, simulate } from './simulate';
import { PLANTED, WITHOUT_WORD } from './testing/planted-bugs';
import { type PlantedPlumbing, PLUMBING } from './testing/planted-plumbing';
import { worldOf } from './world';

jest.setTimeout(240_000);

const SEEDS_MAX = 60;
const HOURS = 0.05;

/** The first seed with which the bug breaks one of `wanted`, and all that it broke up to there. */
async function caught(parts: Parts, wanted: readonly Invariant[]): Promise<{ seed: number; broken: readonly Invariant[] }> {
  const broken: Invariant[] = [];
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const { violation } = await simulate({ seed, hours: HOURS, parts });
    if (violation) broken.push(violation.invariant);
    if (violation && wanted.includes(violation.invariant)) return { seed, broken };
  }
  return { seed: 0, broken };
}

/** Seeds that break nothing by themselves. */
const fine = new Set<number>();

async function expectCaught(parts: Parts, wanted: readonly Invariant[]): Promise<void> {
  const { seed, broken } = await caught(parts, wanted);
  expect(broken.filter((invariant) => wanted.includes(invariant))).toHaveLength(1);
  if (!fine.has(seed)) expect((await simulate({ seed, hours: HOURS })).violation).toBeUndefined();
  fine.add(seed);
}

/** A plan in which routing reads conversations more than a minute late, again and again. */
function farBehind(seed: number): readonly Item[] {
  const stalls = Array.from({ length: 9 }, (_, index) => ({ kind: 'stall', id: 0, atMs: 15_000 * index, dice: [2.5 / 6, ((index % 3) + 0.5) / 3, 0.99] }) as const);
  return [...planFor({ seed, hours: HOURS }), ...stalls].sort((a, b) => a.atMs - b.atMs).map((item, id) => ({ ...item, id }));
}

describe('a planted bug', () => {
  it.each(Object.keys(PLANTED) as (keyof typeof PLANTED)[])('against %s is caught, and without it the same seed is fine', (invariant) => expectCaught(PLANTED[invariant], [invariant]));

  it('is there for every invariant', () => {
    expect([...Object.keys(PLANTED), 'no-error'].sort()).toEqual(Object.keys(INVARIANTS).sort());
  });

  const planted: readonly Parts[] = Object.values(PLANTED);
  const others = Object.entries<PlantedPlumbing>(PLUMBING).filter(([, { parts }]) => !planted.includes(parts));
  it.each(others)('in the plumbing, %s, is caught', (_, { parts, breaks }) => expectCaught(parts, breaks));

  it('that gives a place away before the conversation’s word has come is caught when routing is far behind', async () => {
    const seeds = Array.from({ length: 600 }, (_, index) => index + 1).filter((seed) => worldOf(seed).temper.outageMs >= 60_000);
    for (const seed of seeds) {
      const { violation } = await happen(seed, farBehind(seed), WITHOUT_WORD);
      if (!violation || !['capacity-kept', 'offer-ends-once'].includes(violation.invariant)) continue;
      expect((await happen(seed, farBehind(seed))).violation).toBeUndefined();
      return;
    }
    throw new Error('it is not caught');
  });
});
