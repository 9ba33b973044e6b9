/** What one step did, for the trace; nothing when there was nothing to do. A promise is answered in later steps. */
export type Step = () => string | undefined | Promise<string | undefined>;

export interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly name: string;
  readonly run: Step;
  /** Nobody waits for it any more. */
  isOff?: boolean;
}

/** Virtual time: what is due next, in order of time and then of planning. */
export class Agenda {
  private readonly heap: Due[] = [];
  private readonly woken = new Map<string, Due>();
  private order = 0;

  constructor(public nowMs: number) {}

  get isEmpty(): boolean {
    return this.peek() === undefined;
  }

  at(atMs: number, name: string, run: Step): Due {
    const due = { atMs: Math.max(atMs, this.nowMs), order: (this.order += 1), name, run };
    this.push(due);
    return due;
  }

  /** `name` runs once, at the earliest of the times asked for. */
  wake(name: string, atMs: number, run: Step): void {
    const planned = this.woken.get(name);
    if (planned && planned.atMs <= atMs) return;
    const due = { atMs: Math.max(atMs, this.nowMs), order: (this.order += 1), name, run };
    this.woken.set(name, due);
    this.push(due);
  }

  /** The next step up to `untilMs`; the clock moves to its time. */
  next(untilMs = Infinity): Due | undefined {
    const due = this.peek();
    if (!due || due.atMs > untilMs) {
      if (untilMs !== Infinity) this.nowMs = Math.max(this.nowMs, untilMs);
      return undefined;
    }
    this.pop();
    if (this.woken.get(due.name) === due) this.woken.delete(due.name);
    this.nowMs = due.atMs;
    return due;
  }

  private peek(): Due | undefined {
    for (let due = this.heap[0]; due; due = this.heap[0]) {
      const woken = this.woken.get(due.name);
      if (!due.isOff && (!woken || woken === due || woken.order < due.order)) return due;
      this.pop(); // called off, or an earlier waking took its place
    }
    return undefined;
  }

  private push(due: Due): void {
    const { heap } = this;
    let at = heap.push(due) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && before(heap[at]!, heap[parent]!); parent = (at - 1) >> 1) {
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && before(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && before(heap[right]!, heap[least]!)) least = right;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}

const before = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
