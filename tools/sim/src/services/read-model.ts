import type { ConversationView } from '@parley/contracts';
import { toMs } from '@parley/contracts';
import { foldReadModel, type Timer } from '@parley/conversation/domain';
import { type AllSlice, followFromCheckpoint, Unreachable } from '@parley/event-sourcing';
import type { Kernel } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { LogOf } from '../plumbing/log-of';

export interface Armed extends Timer {
  readonly conversationId: string;
  readonly fireAtMs: number;
}

const PROJECTED_MAX = 20;

/** Another process has committed first. */
class CheckpointMoved extends Error {}

/** Views and deadlines. Each process folds what the log gets; of two who commit from one place, one wins, as in the database. */
export class ReadModel {
  readonly views = new Map<string, ConversationView>();
  readonly timers = new Map<string, Armed>();
  private position = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly timersOf: Parts['timersOf'],
    private readonly changed: () => void,
  ) {}

  /** The projection runs in this process until it dies. */
  follow(life: Life): void {
    let saved = 0;
    const handle = async (slice: AllSlice) => {
      if (slice.events.length === 0) return;
      const touched = foldReadModel({ events: slice.events, views: this.views }, new Map());
      await life.pass('projecting');
      if (this.position !== saved) throw new CheckpointMoved();
      for (const { view } of touched.views.values()) this.save(view);
      this.position = saved = slice.position;
      this.changed();
    };
    const onError = (error: unknown) => {
      if (!(error instanceof CheckpointMoved) && !(error instanceof Unreachable)) this.kernel.fail(life.process, error);
    };
    const following = { store: new LogOf(this.kernel, life), categories: ['conversation'], batchMax: PROJECTED_MAX, signal: life.signal };
    void followFromCheckpoint({ ...following, load: async () => (saved = this.position), handle, onError });
  }

  private save(view: ConversationView): void {
    this.views.set(view.conversationId, view);
    const wanted = new Map(this.timersOf(view).map((timer) => [`${timer.kind}/${timer.key}`, timer]));
    for (const [key, { conversationId }] of this.timers) if (conversationId === view.conversationId && !wanted.has(key)) this.timers.delete(key);
    for (const [key, timer] of wanted)
      if (this.timers.get(key)?.dueAt !== timer.dueAt) this.timers.set(key, { ...timer, conversationId: view.conversationId, fireAtMs: toMs(timer.dueAt) });
  }
}
