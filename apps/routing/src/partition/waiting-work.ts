import type { OfferKind } from '@parley/contracts';

/** A request that needs an agent. */
export interface Work {
  readonly conversationId: string;
  readonly entryId: string;
  readonly queueId: string;
  readonly purpose: OfferKind;
  readonly priority: number;
  readonly arrivedAtMs: number;
  /** Revision of its `WorkQueued`: decides between equal arrivals. */
  readonly sequence: number;
  /** The agent who handed it over: it does not come back to them while they still owe its wrap-up. */
  readonly handedOverBy?: string;
  /** Asked first, if they are ready. */
  readonly preferredAgentId?: string;
}

/** A conversation waits at most once for itself and once for a colleague who shall join. */
export type Wait = 'owner' | 'conference';
export const waitOf = (kind: OfferKind): Wait => (kind === 'conference' ? 'conference' : 'owner');

/** Negative when `a` goes first: higher priority, then earlier arrival, then order of entry. */
export const byTurn = (a: Work, b: Work): number =>
  b.priority - a.priority || a.arrivedAtMs - b.arrivedAtMs || a.sequence - b.sequence;

/** The requests that wait, those of each queue in the order in which they go. Adding or removing one is a binary search. */
export class WaitingWork {
  private readonly queues = new Map<string, Work[]>();
  private readonly byEntry = new Map<string, Work>();

  get size(): number {
    return this.byEntry.size;
  }

  get(entryId: string): Work | undefined {
    return this.byEntry.get(entryId);
  }

  all(): IterableIterator<Work> {
    return this.byEntry.values();
  }

  /** In the order in which they go. Valid until the next change. */
  inQueue(queueId: string): readonly Work[] {
    return this.queues.get(queueId) ?? NOTHING;
  }

  add(work: Work): void {
    if (this.byEntry.has(work.entryId)) this.remove(work.entryId);
    this.byEntry.set(work.entryId, work);
    const queue = this.queues.get(work.queueId);
    if (!queue) this.queues.set(work.queueId, [work]);
    else queue.splice(placeIn(queue, work), 0, work);
  }

  remove(entryId: string): Work | undefined {
    const work = this.byEntry.get(entryId);
    if (!work) return undefined;
    this.byEntry.delete(entryId);
    const queue = this.queues.get(work.queueId)!;
    if (queue.length === 1) this.queues.delete(work.queueId);
    else queue.splice(placeIn(queue, work), 1);
    return work;
  }
}

const NOTHING: readonly Work[] = [];

/** The index of the first that does not go before `work`. */
function placeIn(queue: readonly Work[], work: Work): number {
  let [from, to] = [0, queue.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (byTurn(queue[middle]!, work) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
