import fc from 'fast-check';
import type { Victim } from './replicas';

/** Who was down at each of their turns so far has so long to come back and die. */
const LATE_MAX_MS = 60_000;

/**
 * `kill -9` to one after the other for `forMs`, and a minute more at most until everybody died once, in an order of its own for each `seed`. It deals: nobody dies
 * again before everybody died, but who is down when their turn comes has it after the next.
 *
 * @returns the names of those killed, in their order
 */
export async function killAtRandom(victims: readonly Victim[], { seed, everyMs, forMs }: { seed: number; everyMs: number; forMs: number }): Promise<string[]> {
  const rounds = Math.ceil(forMs / everyMs / victims.length) + 1;
  const queue = fc.sample(fc.shuffledSubarray([...victims], { minLength: victims.length }), { seed, numRuns: rounds }).flat();
  const killed: string[] = [];
  const endMs = Date.now() + forMs;
  const isLeft = () => new Set(killed).size < victims.length && Date.now() < endMs + LATE_MAX_MS;
  for (; queue.length > 0 && (Date.now() < endMs || isLeft()); await new Promise((resolve) => setTimeout(resolve, everyMs))) {
    const victim = queue.shift()!;
    if (kill(victim)) killed.push(victim.name);
    else queue.splice(1, 0, victim); // down already: its turn comes after the next
  }
  return killed;
}

function kill(victim: Victim): boolean {
  try {
    const pid = victim.pid();
    if (pid === undefined) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false; // its pid is being written, or is nobody's any more
  }
}
