import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { root } from '../root.mjs';
import { becomesTrue, signal } from '../processes.mjs';
import { errorsIn } from './errors-in.mjs';

const firstPauseMs = 200;
const longestPauseMs = 10_000;
const steadyMs = 30_000;
const shownAMinute = 20;
/** The exit code of a service that was told something it cannot use: another try would end alike. */
const badSettings = 78;

/**
 * Keeps one service running: started again after every end, at growing intervals, for as long as it is not stopped.
 *
 * It has a process group of its own, so Ctrl-C reaches only the supervisor, and a channel to us, by which it notices
 * when we are gone.
 */
export class SupervisedProcess {
  #child;
  #pause = firstPauseMs;
  #timer;
  #stopping = false;
  #shown = { minute: 0, lines: 0 };

  constructor({ name, script, niceness = 0, env, log, say, changed, refused }) {
    Object.assign(this, { name, script, niceness, env, log, say, changed, refused });
  }

  get pid() {
    return this.#child?.pid;
  }

  start() {
    if (this.#stopping) return;
    const startedMs = Date.now();
    const child = spawn(process.execPath, ['--enable-source-maps', this.script], {
      cwd: root,
      env: this.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    if (child.pid) yieldTo(child.pid, this.niceness);
    const take = (chunk) => {
      this.log.write(chunk);
      for (const line of errorsIn(chunk)) this.#show(line);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => this.say(`[${this.name}] ${error.message}`));
    child.on('close', (code, by) => this.#ended({ code, by, ranMs: Date.now() - startedMs }));
    this.changed();
  }

  /** A storm of errors is for the log; here its beginning will do. */
  #show(line) {
    const minute = Math.floor(Date.now() / 60_000);
    if (this.#shown.minute !== minute) this.#shown = { minute, lines: 0 };
    this.#shown.lines += 1;
    if (this.#shown.lines <= shownAMinute) this.say(`[${this.name}] ${line}`);
    if (this.#shown.lines === shownAMinute) this.say(`[${this.name}] more in ${this.log.path}`);
  }

  #ended({ code, by, ranMs }) {
    this.#child = undefined;
    this.changed();
    if (this.#stopping) return;
    if (code === badSettings) {
      this.refused(this);
      return;
    }
    if (ranMs > steadyMs) this.#pause = firstPauseMs;
    this.say(`[${this.name}] ended (${by ?? `exit code ${code}`}); starting it again in ${this.#pause / 1000} s. Its log: ${this.log.path}`);
    this.#timer = setTimeout(() => this.start(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, longestPauseMs);
  }

  /** Asks it to end, insists after `graceMs`. */
  async stop(graceMs) {
    this.#stopping = true;
    clearTimeout(this.#timer);
    if (this.#child) signal(this.#child.pid, 'SIGTERM');
    if (await becomesTrue(() => this.#child === undefined, graceMs)) return;
    this.say(`[${this.name}] did not stop in ${graceMs / 1000} s; killing it`);
    this.kill();
    await becomesTrue(() => this.#child === undefined, 5_000);
  }

  /** The process and all that it started are gone at once. */
  kill() {
    this.#stopping = true;
    clearTimeout(this.#timer);
    if (this.#child?.pid) signal(-this.#child.pid, 'SIGKILL');
  }
}

/** Before it has threads of its own, which then are as modest. */
function yieldTo(pid, niceness) {
  try {
    setPriority(pid, niceness);
  } catch {
    // It ended already, or this system knows no priorities: everything works without.
  }
}
