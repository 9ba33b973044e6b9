import { createHash } from 'node:crypto';
import { Violation } from './engine/violation';
import { type Parts, REAL_PARTS } from './parts';
import { type Item, planOf } from './plan';
import { Simulation } from './simulation';
import { worldOf } from './world';

export interface Outcome {
  readonly seed: number;
  readonly steps: number;
  readonly events: number;
  readonly trace: readonly string[];
  /** SHA-256 of the trace: the same seed gives the same. */
  readonly hash: string;
  readonly violation?: Violation;
}

export interface Question {
  readonly seed: number;
  readonly hours: number;
  readonly parts?: Parts;
}

/** What happens with this seed. */
export const simulate = ({ seed, hours, parts }: Question): Promise<Outcome> => happen(seed, planFor({ seed, hours }), parts);

export const planFor = ({ seed, hours }: Pick<Question, 'seed' | 'hours'>): readonly Item[] => planOf(seed, worldOf(seed), hours * 3_600_000);

/** What happens when only this part of a plan comes from outside. */
export async function happen(seed: number, plan: readonly Item[], parts: Parts = REAL_PARTS): Promise<Outcome> {
  const simulation = new Simulation(seed, worldOf(seed), parts);
  const violation = await violationOf(() => simulation.run(plan));
  const { trace, steps, log } = simulation.kernel;
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex');
  return { seed, steps, events: log.events.length, trace, hash, ...(violation && { violation }) };
}

async function violationOf(run: () => Promise<void>): Promise<Violation | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
}
