import { type RelayOptions, Unreachable } from '@parley/event-sourcing';
import type { Kernel } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { busOf } from '../plumbing/bus';
import { LogOf } from '../plumbing/log-of';

const BATCH_MAX = 10;

/** Another relay is at work. */
class CheckpointMoved extends Error {}

/** The checkpoint of one relay, and the relay as a leader runs it. */
export class Relaying {
  private position = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly options: Pick<RelayOptions, 'toRecord'> & { readonly category: string; readonly run: Parts['runRelay'] },
  ) {}

  run(life: Life, signal: AbortSignal): Promise<void> {
    const { toRecord, category, run } = this.options;
    const { bus } = this.kernel;
    const save = async (to: number, from: number) => {
      await life.pass('having published');
      if (this.position !== from) throw new CheckpointMoved();
      this.position = to;
    };
    const load = async () => {
      await life.travel('checkpoint', category, this.position);
      return this.position;
    };
    const onError = (error: unknown) => {
      if (!(error instanceof CheckpointMoved) && !(error instanceof Unreachable)) this.kernel.fail(life.process, error);
    };
    return run({ store: new LogOf(this.kernel, life), bus: busOf(bus, life), categories: [category], toRecord, checkpoint: { load, save }, signal, batchMax: BATCH_MAX, onError });
  }
}

