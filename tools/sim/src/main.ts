import { shrink } from './shrink';
import { simulate } from './simulate';

const HELP = 'npm run sim -- [--seed N] [--hours H] [--seeds HOW_MANY] [--trace]';
const SHRINKS_MAX = 400;

async function main(args: readonly string[]): Promise<number> {
  const flag = (name: string, otherwise: number): number => {
    const at = args.indexOf(`--${name}`);
    const value = at === -1 ? otherwise : Number(args[at + 1]);
    if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} needs a number. ${HELP}`);
    return value;
  };
  const [first, hours, seeds] = [flag('seed', 1), flag('hours', 1), flag('seeds', 1)];
  const startedAt = performance.now();
  let steps = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const outcome = await simulate({ seed, hours });
    steps += outcome.steps;
    if (args.includes('--trace')) console.log(outcome.trace.join('\n'));
    if (outcome.violation) return explain(seed, hours);
    if (seeds === 1) console.log(`seed ${seed}: ${outcome.steps} steps, ${outcome.events} events, all invariants hold, trace ${outcome.hash}`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${seeds} seeds of ${hours} h, ${steps} steps in ${seconds.toFixed(1)} s (${Math.round(steps / seconds)} a second)`);
  return 0;
}

async function explain(seed: number, hours: number): Promise<number> {
  const { plan, outcome, tries } = (await shrink({ seed, hours }, SHRINKS_MAX))!;
  console.log(`seed ${seed} violates ${outcome.violation!.message}\n`);
  console.log(`The smallest history found in ${tries} tries (${plan.length} things from outside):`);
  for (const { id: _id, ...item } of plan) console.log(`  ${JSON.stringify(item)}`);
  console.log(`\nWhat happens:\n  ${outcome.trace.slice(-200).join('\n  ')}\n`);
  console.log(`Again: npm run sim -- --seed ${seed} --hours ${hours} --trace`);
  return 1;
}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
