import { backOff, pause, StoreUnavailable } from '@parley/event-sourcing';
import { LogOf } from '../plumbing/log-of';
import { Kernel, NOON } from './kernel';
import type { Life } from './life';

const HAPPENED = { stream: 'conversation-1', expectedRevision: 'no-stream', events: [{ id: 'e-1', type: 'Happened', data: {} }] } as const;

/** A kernel with one process that does this in each of its lives. */
function running(work: (log: LogOf, life: Life, kernel: Kernel) => Promise<void>): Kernel {
  const kernel = new Kernel(1, { lagMs: 1, slowCalls: 0, slowMs: 0 });
  kernel.add({ name: 'process', start: (life) => void work(new LogOf(kernel, life), life, kernel) });
  return kernel;
}

const live = (kernel: Kernel, forMs: number) =>
  kernel.onItsTime(async () => {
    kernel.startAll();
    await kernel.run(NOON + forMs);
  });

describe('the kernel', () => {
  it('lets code that waits wait on its own clock, for as long as the seed says', async () => {
    const lived = async () => {
      const waits: number[] = [];
      const kernel = running(async () => {
        for (let attempt = 1; attempt < 12; attempt += 1) {
          const startedAtMs = Date.now();
          await backOff(attempt);
          waits.push(Date.now() - startedAtMs);
        }
      });
      await live(kernel, 3_600_000);
      return waits;
    };
    const waits = await lived();
    expect(waits).toHaveLength(11);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(1_000);
    expect(await lived()).toEqual(waits);
  });

  it('gives back the real clock', async () => {
    const before = [setTimeout, performance, Date.now, Math.random];
    await live(running(() => pause(10)), 100);
    expect([setTimeout, performance, Date.now, Math.random]).toEqual(before);
  });

  it.each([
    ['appending', 0],
    ['having appended', 1],
  ])('lets nothing happen in a process that died %s, not even what catches errors', async (point, stored) => {
    const said: string[] = [];
    const kernel = running(async (log, _life, { trace }) => {
      said.push(`begins after ${trace.filter((line) => line.includes('crashes')).length} crashes`);
      await log.append(HAPPENED).then(
        ({ duplicate }) => said.push(duplicate ? 'is there' : 'appended'),
        () => said.push('failed'),
      );
    });
    kernel.faults.arm('process', { point, passes: 0 });
    await live(kernel, 1_000);
    expect([said, kernel.log.events.length]).toEqual([['begins after 0 crashes'], stored]);
    await kernel.onItsTime(() => kernel.run(NOON + 10_000));
    expect(said.slice(1)).toEqual(['begins after 1 crashes', stored ? 'is there' : 'appended']);
  });

  it('loses an answer as often as it is told, and what is asked again is known', async () => {
    const outcomes: unknown[] = [];
    const kernel = running(async (log) => {
      for (let tries = 0; tries < 3; tries += 1) outcomes.push(await log.append(HAPPENED).catch((error: unknown) => error));
    });
    kernel.faults.arm('process', { point: 'having appended', passes: 0, times: 2 });
    await live(kernel, 1_000);
    expect(outcomes).toEqual([expect.any(StoreUnavailable), expect.any(StoreUnavailable), expect.objectContaining({ duplicate: true, revision: 0 })]);
  });

  it('fails for what an audit finds, whoever catches it', async () => {
    const kernel = running(async (log) => void (await log.append(HAPPENED).catch(() => undefined)));
    kernel.onAppend = () => {
      throw new Error('not allowed');
    };
    await expect(live(kernel, 1_000)).rejects.toThrow('not allowed');
  });
});
