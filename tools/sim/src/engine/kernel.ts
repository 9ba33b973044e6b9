import { toIso } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import { Bus } from '../plumbing/bus';
import { Log } from '../plumbing/log';
import type { Temper } from '../world';
import { Agenda, type Step } from './agenda';
import { type Luck, luckOf } from './dice';
import { Crashed, Faults } from './faults';
import { Life } from './life';
import { onVirtualTime, settled } from './virtual-time';
import { Violation } from './violation';

/** Something that lives in memory and dies with its process. */
export interface Process {
  readonly name: string;
  /** The process begins, with what is durable and nothing else. */
  start(life: Life): void;
}

const RESTART_MS = 1_500;
export const NOON = Date.UTC(2026, 0, 5, 12);

/**
 * Time, luck, the log, the broker and the processes.
 *
 * It begins one step after the other, and each only when everything that followed from the one before has been settled; so what runs
 * at the same time is woven together in one way, which depends on the seed alone.
 */
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
  /** Told when a process has died or is there again. */
  onChange: () => void = () => undefined;
  /** How long each process stays down when it crashes next. */
  readonly downMs = new Map<string, number>();
  private readonly processes = new Map<string, Process>();
  private readonly lives = new Map<string, Life>();
  private readonly everLived: Life[] = [];
  private violation: Violation | undefined;
  private drawn = 0;

  constructor(
    seed: number,
    readonly temper: Pick<Temper, 'lagMs' | 'slowCalls' | 'slowMs'>,
  ) {
    this.luck = luckOf(seed);
    this.log = new Log(
      () => this.nowMs,
      (events) => this.check(() => this.onAppend(events)),
    );
    this.bus = new Bus(
      () => toIso(this.nowMs),
      (topic, partition) => this.check(() => this.onPublish(topic, partition)),
    );
  }

  get nowMs(): number {
    return this.agenda.nowMs;
  }

  add(process: Process): void {
    this.processes.set(process.name, process);
  }

  /** The running life of a process; none while it is down. */
  life(process: string): Life | undefined {
    return this.lives.get(process);
  }

  isUp(process: string): boolean {
    return this.lives.has(process);
  }

  /** A delay of up to `mostMs`, rarely much more. */
  delay(mostMs: number, ...words: readonly (string | number)[]): number {
    const chance = this.luck('delay', ...words);
    return chance > 0.98 ? Math.ceil(mostMs * 20 * (chance - 0.98) * 50) : 1 + Math.floor(chance * mostMs);
  }

  /** How long this call to an engine takes; most take no time at all. */
  travelMs(...words: readonly (string | number)[]): number {
    const { slowCalls, slowMs } = this.temper;
    return this.luck('slow', ...words) < slowCalls ? this.delay(slowMs, ...words) : 0;
  }

  /** All that is run on the virtual clock runs inside of this. */
  onItsTime<T>(work: () => Promise<T>): Promise<T> {
    return onVirtualTime({ agenda: this.agenda, random: () => this.luck('random', this.nowMs, (this.drawn += 1)) }, work);
  }

  /** Nothing of the simulation waits for anything any more. */
  async close(): Promise<void> {
    for (const life of this.everLived) life.forget();
    await settled();
  }

  /** Runs what is due up to `untilMs`. @throws Violation */
  async run(untilMs: number): Promise<void> {
    await this.settle();
    for (let due = this.agenda.next(untilMs); due; due = this.agenda.next(untilMs)) {
      this.begin(due.name, due.run);
      await this.settle();
    }
  }

  /** One line of the trace. */
  write(name: string, said: string): void {
    this.trace.push(`${((this.nowMs - NOON) / 1000).toFixed(3)} ${name}: ${said}`);
  }

  /** What is wrong ends the run, whoever would catch it. */
  check(audit: () => void): void {
    try {
      audit();
    } catch (error) {
      this.fail('audit', error);
    }
  }

  fail(name: string, error: unknown): void {
    const violation = error instanceof Violation ? error : new Violation('no-error', (error as Error).stack ?? String(error));
    this.write(name, `${violation.message}; the last append: ${this.lastAppend}`);
    this.violation ??= violation;
  }

  crash(name: string, where: string): string {
    const life = this.lives.get(name);
    if (!life) return 'is down already';
    this.lives.delete(name);
    this.write(name, `crashes at ${where}`);
    life.end(where);
    this.agenda.at(this.nowMs + (this.downMs.get(name) ?? RESTART_MS), `${name} starts`, () => this.start(name));
    this.onChange();
    return `${name} is down`;
  }

  /** All processes run. */
  startAll(): void {
    for (const name of this.processes.keys()) this.start(name);
  }

  private start(name: string): string | undefined {
    if (this.isUp(name)) return undefined;
    const life = new Life(name, this);
    this.lives.set(name, life);
    this.everLived.push(life);
    this.processes.get(name)!.start(life);
    this.onChange();
    return 'up';
  }

  private async settle(): Promise<void> {
    await settled();
    if (this.violation) throw this.violation;
  }

  private begin(name: string, run: Step): void {
    this.steps += 1;
    try {
      const said = run();
      if (said instanceof Promise) said.then((late) => this.told(name, late), (error: unknown) => this.failed(name, error));
      else this.told(name, said);
    } catch (error) {
      this.failed(name, error);
    }
  }

  private told(name: string, said: string | undefined): void {
    if (said !== undefined) this.write(name, said);
  }

  private failed(name: string, error: unknown): void {
    if (error instanceof Crashed) this.write(name, 'no answer');
    else this.fail(name, error);
  }

  private get lastAppend(): string {
    const last = this.log.events.at(-1);
    const from = this.log.events.findLastIndex(({ stream, recordedAt }) => stream !== last?.stream || recordedAt !== last.recordedAt) + 1;
    return this.log.events.slice(from).map(({ data }) => JSON.stringify(data)).join('\n    ');
  }
}
