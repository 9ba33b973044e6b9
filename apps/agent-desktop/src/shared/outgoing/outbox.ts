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
  readonly state: 'sending' | 'waiting' | 'refused';
  readonly code?: FailureCode;
}

const OUTBOX_KEY = 'parley.outbox';
const ATTEMPTS_MAX = 8;

/**
 * Posts messages, one at a time a conversation, in the order written. What passes by itself (no network, a busy server) is
 * tried again, with pauses, eight times; what the server refuses waits for the agent. Survives a reload.
 */
export class Outbox {
  readonly entries = new Cell<readonly Outgoing[]>(restored());
  private readonly busy = new Set<string>();
  private readonly wakers = new Set<() => void>();
  private closed = false;

  constructor(private readonly onSent: (conversationId: string, message: Message) => void) {}

  /** Goes on with what was on its way when the page was left. */
  open(): void {
    this.closed = false;
    for (const { conversationId } of this.entries.get()) void this.drain(conversationId);
  }

  close(): void {
    this.closed = true;
    this.hurry();
  }

  send(conversationId: string, text: string, now: number): void {
    const writtenAt = new Date(now).toISOString();
    this.put([...this.entries.get(), { messageId: crypto.randomUUID(), conversationId, text, writtenAt, state: 'sending' }]);
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

  /** The network is back: what waits need not wait longer. */
  hurry(): void {
    for (const wake of this.wakers) wake();
  }

  private async drain(conversationId: string): Promise<void> {
    if (this.busy.has(conversationId)) return;
    this.busy.add(conversationId);
    try {
      for (let entry = this.next(conversationId); entry && !this.closed; entry = this.next(conversationId)) await this.post(entry);
    } finally {
      this.busy.delete(conversationId);
    }
  }

  private next(conversationId: string): Outgoing | undefined {
    return this.entries.get().find((entry) => entry.conversationId === conversationId && entry.state !== 'refused');
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
      }
    }
    if (!this.closed) this.change(messageId, { state: 'refused' });
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.wakers.add(wake);
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
    return kept.map((entry) => (entry.state === 'refused' ? entry : { ...entry, state: 'sending' }));
  } catch {
    return [];
  }
}
