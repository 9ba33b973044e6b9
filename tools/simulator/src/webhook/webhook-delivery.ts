import type { FaultSwitches } from '../faults';
import { type Change, notification } from './envelopes';
import { Lanes } from './lanes';
import { postWebhook, type PostAnswer, type PostTarget } from './webhook-post';
import { toWire } from './wire';
import { Timers } from '../timers';

const PENDING_MAX = 20_000;
const POSTS_AT_ONCE = 64;
const ATTEMPTS_MAX = 12;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 60_000;

/** News for the business. News of one lane is posted in order, unless a fault says otherwise. */
export interface News {
  readonly change: Change;
  readonly lane: string;
  /** The webhook answered 200. */
  readonly onDelivered?: () => void;
}

export interface DeliveryCounts {
  pending: number;
  delivered: number;
  retried: number;
  /** Given up after the last attempt. */
  failed: number;
  /** Refused, because too much is pending. */
  dropped: number;
}

/** Posts notifications like Meta: signed, concurrent, at least once, again with back-off until 200. */
export class WebhookDelivery {
  readonly counts: DeliveryCounts = { pending: 0, delivered: 0, retried: 0, failed: 0, dropped: 0 };
  last?: PostAnswer & { atMs: number };
  private readonly lanes = new Lanes(POSTS_AT_ONCE);
  private readonly timers = new Timers();
  private gathered: News[] = [];
  private stopped = new AbortController();

  constructor(
    private readonly target: PostTarget,
    private readonly faults: FaultSwitches,
  ) {}

  /** False when too much is pending already: the news is dropped. */
  send(news: News): boolean {
    if (this.counts.pending >= PENDING_MAX) {
      this.counts.dropped++;
      return false;
    }
    this.counts.pending++;
    const { reorder, batch, delayMs } = this.faults.now.webhooks;
    if (reorder || batch > 1) this.gather(news);
    else if (delayMs > 0) this.timers.in(delayMs, () => this.enter([news]));
    else this.enter([news]);
    return true;
  }

  /** Forgets what is pending and ends the running posts. */
  stop(): void {
    this.stopped.abort();
    this.stopped = new AbortController();
    this.timers.clear();
    this.gathered = [];
    Object.assign(this.counts, { pending: 0, delivered: 0, retried: 0, failed: 0, dropped: 0 });
  }

  private gather(news: News): void {
    this.gathered.push(news);
    const { batch, windowMs, reorder } = this.faults.now.webhooks;
    if (this.gathered.length === 1) this.timers.in(windowMs, () => this.release());
    else if (!reorder && this.gathered.length >= batch) this.release();
  }

  private release(): void {
    const { batch, reorder } = this.faults.now.webhooks;
    const news = reorder ? this.gathered.reverse() : this.gathered;
    this.gathered = [];
    for (let from = 0; from < news.length; from += batch) {
      const group = news.slice(from, from + batch);
      this.enter(reorder ? group.map((one) => ({ ...one, lane: 'reordered' })) : group);
    }
  }

  /** The lane waits for the first attempt only: what must be repeated does not hold up the rest. */
  private enter(group: readonly News[]): void {
    const lane = group.length === 1 ? group[0]!.lane : 'batch';
    const bytes = toWire(notification(group.map(({ change }) => change)));
    const { signal } = this.stopped;
    void this.lanes.run(lane, () => this.attempt({ group, bytes, attempt: 1, signal }));
  }

  private async attempt(post: { group: readonly News[]; bytes: Buffer; attempt: number; signal: AbortSignal }): Promise<void> {
    const { group, bytes, attempt, signal } = post;
    if (signal.aborted) return;
    const copies = Array.from({ length: 1 + this.faults.now.webhooks.duplicate }, () => postWebhook(this.target, bytes, { signal }));
    const answers = await Promise.all(copies);
    if (signal.aborted) return;
    const worst = answers.find(({ status }) => status !== 200) ?? answers[0]!;
    this.last = { ...worst, atMs: Date.now() };
    if (worst.status === 200) this.settle(group, 'delivered');
    else if (attempt >= ATTEMPTS_MAX) this.settle(group, 'failed');
    else {
      this.counts.retried++;
      const waitMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
      this.timers.in(waitMs, () => void this.lanes.run(`repeat ${this.counts.retried}`, () => this.attempt({ ...post, attempt: attempt + 1 })));
    }
  }

  private settle(group: readonly News[], outcome: 'delivered' | 'failed'): void {
    this.counts.pending -= group.length;
    this.counts[outcome] += group.length;
    if (outcome === 'delivered') for (const { onDelivered } of group) onDelivered?.();
  }
}
