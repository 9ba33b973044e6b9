import { toIso } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import { Agenda, type Step } from './agenda';
import { Bus } from './bus';
import { type Luck, luckOf } from './dice';
import { Crashed, Faults } from './faults';
import { Log } from './log';
import { Violation } from './violation';

/** Something that lives in memory and dies with its process. */
export interface Process {
  readonly name: string;
  /** Everything that is only in memory is gone. */
  lose(): void;
  /** The process runs again, with what is durable. */
  recover(): void;
}

const RESTART_MS = 1_500;
export const NOON = Date.UTC(2026, 0, 5, 12);

/** Time, luck, the log, the broker and the processes; it runs one step after the other and writes one line for each. */
export class Kernel {
  readonly agenda = new Agenda(NOON);
  readonly luck: Luck;
  readonly faults = new Faults();
  readonly log: Log;
  readonly bus: Bus;
  readonly trace: string[] = [];
  steps = 0;
  onAppend: (events: readonly RecordedEvent[]) => void = () => undefined;
  onPublish: (topic: string, partition: number) => void = () => undefined;
  /** How long each process stays down when it crashes next. */
  readonly downMs = new Map<string, number>();
  private readonly processes = new Map<string, Process>();
  private readonly down = new Set<string>();

  constructor(seed: number) {
    this.luck = luckOf(seed);
    this.log = new Log((events) => this.onAppend(events));
    this.bus = new Bus(
      () => toIso(this.nowMs),
      (topic, partition) => this.onPublish(topic, partition),
    );
  }

  get nowMs(): number {
    return this.agenda.nowMs;
  }

  add(process: Process): void {
    this.processes.set(process.name, process);
  }

  isUp(process: string): boolean {
    return !this.down.has(process);
  }

  /** A delay of up to `mostMs`, rarely much more. */
  delay(mostMs: number, ...words: readonly (string | number)[]): number {
    const chance = this.luck('delay', ...words);
    return chance > 0.98 ? Math.ceil(mostMs * 20 * (chance - 0.98) * 50) : 1 + Math.floor(chance * mostMs);
  }

  /** Runs what is due up to `untilMs`, or everything. @throws Violation */
  run(untilMs = Infinity): void {
    for (let due = this.agenda.next(untilMs); due; due = this.agenda.next(untilMs)) this.step(due.name, due.run);
  }

  crash(name: string, where: string): string {
    const process = this.processes.get(name)!;
    if (!this.isUp(name)) return 'is down already';
    this.down.add(name);
    process.lose();
    this.agenda.at(this.nowMs + (this.downMs.get(name) ?? RESTART_MS), `${name} starts`, () => this.restart(name));
    return `${name} crashes at ${where}`;
  }

  restart(name: string): string | undefined {
    if (!this.down.delete(name)) return undefined;
    this.processes.get(name)!.recover();
    return 'up';
  }

  restartAll(): void {
    for (const name of this.processes.keys()) this.restart(name);
  }

  private step(name: string, run: Step): void {
    this.steps += 1;
    const write = (said: string) => this.trace.push(`${((this.nowMs - NOON) / 1000).toFixed(3)} ${name}: ${said}`);
    try {
      const said = this.outcome(run);
      if (said !== undefined) write(said);
    } catch (error) {
      write(`${(error as Error).message}; the last append: ${this.lastAppend}`);
      throw error;
    }
  }

  private get lastAppend(): string {
    const last = this.log.events.at(-1);
    const from = this.log.events.findLastIndex(({ stream, recordedAt }) => stream !== last?.stream || recordedAt !== last.recordedAt) + 1;
    return this.log.events.slice(from).map(({ data }) => JSON.stringify(data)).join('\n    ');
  }

  private outcome(run: Step): string | undefined {
    try {
      return run();
    } catch (error) {
      if (error instanceof Crashed) return this.crash(error.process, error.where);
      if (error instanceof Violation) throw error;
      throw new Violation('no-error', (error as Error).stack ?? String(error));
    }
  }
}
