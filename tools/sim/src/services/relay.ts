import type { NewRecord, RecordedEvent } from '@parley/event-sourcing';
import type { Kernel } from '../engine/kernel';

export interface RelayOptions {
  readonly name: string;
  readonly category: string;
  readonly members: readonly string[];
  readonly toRecord: (event: RecordedEvent) => (NewRecord & { readonly topic: string }) | undefined;
  /** For a planted bug: the checkpoint moves before the broker has the records. */
  readonly savesFirst: boolean;
}

const BATCH_MAX = 10;
const LAG_MS = 60;

/** What `runRelay` does: publish in order, then move the checkpoint; a crash between repeats records. */
export class Relay {
  position = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly options: RelayOptions,
  ) {}

  wake(): void {
    const { name } = this.options;
    this.kernel.agenda.wake(name, this.kernel.nowMs + this.kernel.delay(LAG_MS, name, this.position), () => this.publish());
  }

  private publish(): string | undefined {
    const { category, members, toRecord, savesFirst } = this.options;
    const leader = members.find((name) => this.kernel.isUp(name));
    const events = this.kernel.log.after(this.position, category, BATCH_MAX);
    if (!leader || events.length === 0) return undefined;
    const to = events.at(-1)!.position;
    try {
      if (savesFirst) this.position = to;
      for (const event of events) {
        const record = toRecord(event);
        this.kernel.faults.pass(leader, 'publishing');
        if (record) this.kernel.bus.publish(record.topic, [record]);
      }
      this.kernel.faults.pass(leader, 'having published');
      this.position = to;
      return `reaches ${to}`;
    } finally {
      this.wake();
    }
  }
}
