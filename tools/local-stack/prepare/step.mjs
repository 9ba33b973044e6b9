import { spawn } from 'node:child_process';
import { CannotStart, say } from '../say.mjs';

const everyMs = 10_000;
const keptBytes = 20_000;

/**
 * The program has run to its end, with a sign of life every ten seconds; `onLine` gets what it prints.
 *
 * It ends together with this process.
 *
 * @throws CannotStart with the end of its output when it fails
 */
export async function runStep({ title, program, args, cwd, env = process.env, onLine = () => undefined }) {
  const startedMs = Date.now();
  say(`${title}…`);
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const alive = setInterval(() => say(`  … ${Math.round((Date.now() - startedMs) / 1000)} s`), everyMs);
  const end = (name) => () => {
    child.kill(name);
    process.exit(name === 'SIGINT' ? 130 : 143);
  };
  const handlers = { SIGINT: end('SIGINT'), SIGTERM: end('SIGTERM'), SIGHUP: end('SIGHUP') };
  for (const [name, handler] of Object.entries(handlers)) process.on(name, handler);
  try {
    await outcome(child, title, onLine);
  } finally {
    clearInterval(alive);
    for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
  }
}

function outcome(child, title, onLine) {
  let output = '';
  let rest = '';
  const take = (chunk) => {
    output = (output + chunk).slice(-keptBytes);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop().slice(-keptBytes);
    lines.forEach((line) => onLine(line));
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new CannotStart(`${title} failed: ${error.message}`)));
    child.on('close', (code, by) => {
      if (code === 0) resolve();
      else reject(new CannotStart(`${output.trim()}\n\n${title} failed (${by ?? `exit code ${code}`}).`));
    });
  });
}
