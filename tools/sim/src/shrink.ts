import { happen, type Outcome, planFor, type Question } from './simulate';
import type { Item } from './plan';

export interface Shrunk {
  readonly plan: readonly Item[];
  readonly outcome: Outcome;
  readonly tries: number;
}

/**
 * A small part of the seed's plan that violates the same invariant: halves, quarters and so on are left out as long as it still
 * fails, at most so many times.
 */
export async function shrink({ seed, hours, parts }: Question, triesMax: number): Promise<Shrunk | undefined> {
  let plan = planFor({ seed, hours });
  let outcome = await happen(seed, plan, parts);
  const { violation } = outcome;
  if (!violation) return undefined;
  let tries = 0;
  const keep = async (smaller: readonly Item[]): Promise<boolean> => {
    tries += 1;
    const next = await happen(seed, smaller, parts);
    if (next.violation?.invariant !== violation.invariant) return false;
    [plan, outcome] = [smaller, next];
    return true;
  };
  for (let size = Math.ceil(plan.length / 2); size >= 1 && tries < triesMax; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < plan.length && tries < triesMax; ) if (!(await keep([...plan.slice(0, from), ...plan.slice(from + size)]))) from += size;
  return { plan, outcome, tries };
}
