import { type AllSlice, type Append, type Appended, type EventStore, follow, pause, type ReadAll, type RecordedEvent, type Subscription } from '@parley/event-sourcing';
import type { Kernel } from '../engine/kernel';
import type { Life } from '../engine/life';

/** The log as one process has it: the port, on which calls take their time, get no answer, or are the last thing the process did. */
export class LogOf implements EventStore {
  constructor(
    private readonly kernel: Kernel,
    private readonly life: Life,
  ) {}

  async append(append: Append): Promise<Appended> {
    const { stream, expectedRevision } = append;
    await this.life.pass('appending');
    await this.life.travel('append', stream, expectedRevision);
    const appended = this.kernel.log.append(append);
    await this.life.pass('having appended');
    return appended;
  }

  async readStream(stream: string, { from = 0, limit }: { from?: number; limit?: number } = {}): Promise<readonly RecordedEvent[]> {
    await this.life.pass('reading');
    await this.life.travel('read', stream, from);
    return this.kernel.log.read(stream, from, limit);
  }

  async readAll(options: ReadAll): Promise<AllSlice> {
    await this.life.travel('read all', options.after, ...(options.categories ?? []));
    return this.kernel.log.readAll(options);
  }

  async head(): Promise<number> {
    await this.life.pass('reading');
    return this.kernel.log.events.length;
  }

  /** As the adapters do it, only that news takes its time to arrive. */
  subscribe(subscription: Subscription): Promise<void> {
    const waitAfter = async (position: number, signal: AbortSignal) => {
      await this.kernel.log.grown(position, signal);
      await pause(this.kernel.delay(this.kernel.temper.lagMs, this.life.process, 'follows', position, ...(subscription.categories ?? [])), signal);
    };
    return follow(this, waitAfter, subscription);
  }
}
