import type { Invariant } from './engine/violation';
import { INVARIANTS } from './engine/violation';
import { simulate } from './simulate';
import { PLANTED, WITHOUT_WORD } from './testing/planted-bugs';

const SEEDS_MAX = 60;
const HOURS = 0.05;

/** What the bug is first caught at, seed by seed. */
function caught(invariant: keyof typeof PLANTED): { seed: number; invariants: ReadonlySet<Invariant> } {
  const invariants = new Set<Invariant>();
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const { violation } = simulate({ seed, hours: HOURS, parts: PLANTED[invariant] });
    if (violation) invariants.add(violation.invariant);
    if (violation?.invariant === invariant) return { seed, invariants };
  }
  return { seed: 0, invariants };
}

describe('a planted bug', () => {
  it.each(Object.keys(PLANTED) as (keyof typeof PLANTED)[])('against %s is caught, and without it the same seed is fine', (invariant) => {
    const { seed, invariants } = caught(invariant);
    expect([...invariants]).toContain(invariant);
    expect(simulate({ seed, hours: HOURS }).violation).toBeUndefined();
  });

  it('that gives a place away before the conversation’s word has come is caught: rare, as routing must be far behind', () => {
    const far = { hours: 0.12 };
    const seeds = Array.from({ length: 300 }, (_, index) => index + 1);
    const seed = seeds.find((one) => simulate({ ...far, seed: one, parts: WITHOUT_WORD }).violation) ?? 0;
    expect(['capacity-kept', 'offer-ends-once']).toContain(simulate({ ...far, seed, parts: WITHOUT_WORD }).violation?.invariant);
    expect(simulate({ ...far, seed }).violation).toBeUndefined();
  }, 240_000);

  it('is there for every invariant', () => {
    expect([...Object.keys(PLANTED), 'no-error'].sort()).toEqual(Object.keys(INVARIANTS).sort());
  });
});
