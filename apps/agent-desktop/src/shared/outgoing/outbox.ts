import type { Message } from '@parley/contracts';
import { ApiFailure, call, type FailureCode } from '../api/call';
import { Cell, tabStore } from '../browser-store';
import { backOffMs } from '../time/back-off';

/** A message that the server has not confirmed. Its id stays the same however often it is posted, so it is sent once. */
export interface Outgoing {
  readonly messageId: string;
  readonly conversationId: string;
  readonly text: string;
  readonly writtenAt: string;
  /** The newest message that the agent could see when they wrote it. */
  readonly after?: string;
  /** `held`: not posted yet, because what the agent sees may be old, or because they have not seen what is new. */
  readonly state: 'held' | 'sending' | 'waiting' | 'refused';
  readonly code?: FailureCode;
}

/** What an outbox must know of the conversation that a message is for. */
export interface View {
  /** Whether what is shown is all there is. */
  isWhole(conversationId: string): boolean;
  /** The newest message shown. */
  newest(conversationId: string): string | undefined;
  /** How many messages of others are shown after the message `after`. */
  missedSince(conversationId: string, after: string | undefined): number;
}

const OUTBOX_KEY = 'parley.outbox';
const ATTEMPTS_MAX = 8;
const LOOK_AGAIN_MS = 5_000;
/** So long the agent sees what came meanwhile before their own message follows; they may still take it back. */
const READ_FIRST_MS = 5_000;

/**
 * Posts messages, one at a time a conversation, in the order written. Nothing is posted on a view that may be old: it is held until
 * the view is whole, and a little longer when that showed something new. What passes by itself (no network, a busy server) is
 * tried again, with pauses, eight times; what the server refuses waits for the agent. Survives a reload.
 */
export class Outbox {
  readonly entries = new Cell<readonly Outgoing[]>(restored());
  private readonly busy = new Set<string>();
  private readonly wakers = new Set<() => void>();
  /** The agent reads what came meanwhile; only the outbox's end cuts that short. */
  private readonly readers = new Set<() => void>();
  private closed = false;

  constructor(
    private readonly view: View,
    private readonly onSent: (conversationId: string, message: Message) => void,
  ) {}

  /** Goes on with what was on its way when the page was left. */
  open(): void {
    this.closed = false;
    for (const { conversationId } of this.entries.get()) void this.drain(conversationId);
  }

  close(): void {
    this.closed = true;
    this.hurry();
    for (const done of this.readers) done();
  }

  send(conversationId: string, text: string, now: number): void {
    const writtenAt = new Date(now).toISOString();
    const after = this.view.newest(conversationId);
    const state = this.view.isWhole(conversationId) ? 'sending' : 'held';
    const entry: Outgoing = { messageId: crypto.randomUUID(), conversationId, text, writtenAt, state, ...(after && { after }) };
    this.put([...this.entries.get(), entry]);
    void this.drain(conversationId);
  }

  retry(messageId: string): void {
    const entry = this.entries.get().find((one) => one.messageId === messageId);
    if (!entry) return;
    this.change(messageId, { state: 'sending', code: undefined });
    void this.drain(entry.conversationId);
  }

  discard(messageId: string): void {
    this.put(this.entries.get().filter((entry) => entry.messageId !== messageId));
  }

  /** The network is back or the view is whole: what waits need not wait longer. */
  hurry(): void {
    for (const wake of this.wakers) wake();
  }

  private async drain(conversationId: string): Promise<void> {
    if (this.busy.has(conversationId)) return;
    this.busy.add(conversationId);
    try {
      for (let entry = this.next(conversationId); entry && !this.closed; entry = this.next(conversationId)) {
        if (await this.isReady(entry)) await this.post(entry);
      }
    } finally {
      this.busy.delete(conversationId);
    }
  }

  private next(conversationId: string): Outgoing | undefined {
    return this.entries.get().find((entry) => entry.conversationId === conversationId && entry.state !== 'refused');
  }

  /** Whether the message may be posted now; it waits a while where it may not. */
  private async isReady({ messageId, conversationId, after, state }: Outgoing): Promise<boolean> {
    if (!this.view.isWhole(conversationId)) {
      if (state !== 'held') this.change(messageId, { state: 'held', code: undefined });
      await this.pause(LOOK_AGAIN_MS);
      return false;
    }
    if (state !== 'held') return true;
    if (after !== undefined && this.view.missedSince(conversationId, after) > 0) {
      this.put(this.entries.get().map((entry) => (entry.conversationId === conversationId ? { ...entry, after: undefined } : entry)));
      await this.pause(READ_FIRST_MS, this.readers);
      return false;
    }
    this.change(messageId, { state: 'sending' });
    return true;
  }

  private async post({ messageId, conversationId, text }: Outgoing): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX && !this.closed; attempt += 1) {
      try {
        const path = `/api/conversations/${encodeURIComponent(conversationId)}/messages`;
        const message = await call<Message>(path, { method: 'POST', body: { messageId, type: 'text', text } });
        this.onSent(conversationId, message);
        return this.discard(messageId);
      } catch (error) {
        const failure = error instanceof ApiFailure ? error : new ApiFailure('internal', 500);
        if (!failure.passing) return this.change(messageId, { state: 'refused', code: failure.code });
        this.change(messageId, { state: 'waiting', code: failure.code });
        await this.pause(Math.max(failure.retryAfterMs ?? 0, backOffMs(attempt)));
        if (!this.view.isWhole(conversationId)) return;
      }
    }
    if (!this.closed) this.change(messageId, { state: 'refused' });
  }

  private pause(ms: number, wakers = this.wakers): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      wakers.add(wake);
    });
  }

  private change(messageId: string, change: Partial<Outgoing>): void {
    this.put(this.entries.get().map((entry) => (entry.messageId === messageId ? { ...entry, ...change } : entry)));
  }

  private put(entries: readonly Outgoing[]): void {
    this.entries.set(entries);
    if (!this.closed) tabStore.write(OUTBOX_KEY, entries.length > 0 ? JSON.stringify(entries) : undefined);
  }
}

function restored(): readonly Outgoing[] {
  try {
    const kept = JSON.parse(tabStore.read(OUTBOX_KEY) ?? '[]') as Outgoing[];
    return kept.map((entry) => (entry.state === 'refused' ? entry : { ...entry, state: 'held' }));
  } catch {
    return [];
  }
}
