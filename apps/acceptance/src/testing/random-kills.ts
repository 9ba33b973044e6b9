import fc from 'fast-check';
import type { Victim } from './replicas';

/**
 * `kill -9` to one after the other for `forMs`, and until everybody died once, in an order of its own for each `seed`. It deals: nobody dies
 * again before everybody died, but who is down when their turn comes has it after the next.
 *
 * @returns the names of those killed, in their order
 */
export async function killAtRandom(victims: readonly Victim[], { seed, everyMs, forMs }: { seed: number; everyMs: number; forMs: number }): Promise<string[]> {
  const rounds = Math.ceil(forMs / everyMs / victims.length) + 1;
  const queue = fc.sample(fc.shuffledSubarray([...victims], { minLength: victims.length }), { seed, numRuns: rounds }).flat();
  const killed: string[] = [];
  for (const endMs = Date.now() + forMs; Date.now() < endMs || new Set(killed).size < victims.length; await new Promise((resolve) => setTimeout(resolve, everyMs))) {
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
