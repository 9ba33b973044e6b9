import type { Message } from '@parley/contracts';
import { ApiFailure, call } from '../api/call';
import { Cell } from '../browser-store';
import { backOffMs } from '../time/back-off';
import { KeptOutgoing, type Outgoing } from './kept-outgoing';

/** What an outbox must know of the conversation that a message is for. */
export interface View {
  /** Whether what is shown is all there is. */
  isWhole(conversationId: string): boolean;
  /** Whether the agent has had all messages of others in sight. */
  isSeen(conversationId: string): boolean;
  /** Whether the message is shown as one that the server has. */
  has(conversationId: string, messageId: string): boolean;
  /** The newest message shown. */
  newest(conversationId: string): string | undefined;
  /** How many messages of others are shown after the message `after`. */
  missedSince(conversationId: string, after: string | undefined): number;
}

const ATTEMPTS_MAX = 8;
const LOOK_AGAIN_MS = 5_000;
/** So long what came meanwhile is in sight before the agent's own message follows; they may still take it back. */
const READ_FIRST_MS = 5_000;

interface Wait {
  readonly end: () => void;
  /** What ends it early: the view is whole or seen, the server may answer again, or the agent alone. */
  readonly until: 'seen' | 'answered' | 'read';
}

/**
 * Posts messages, one at a time a conversation, in the order written. Nothing is posted on a view that may be old, nor before the
 * agent has had in sight what came meanwhile: it is held, and a little longer when there was something new. What passes by itself
 * (no network, a busy server) is tried again, with pauses, eight times; what the server refuses waits for the agent. Survives a reload.
 */
export class Outbox {
  readonly entries: Cell<readonly Outgoing[]>;
  private readonly kept: KeptOutgoing;
  private readonly busy = new Set<string>();
  private readonly waits = new Map<string, Wait>();
  private readonly attempts = new Map<string, number>();
  private closed = false;

  constructor(
    agentId: string,
    private readonly view: View,
    private readonly onSent: (conversationId: string, message: Message) => void,
  ) {
    this.kept = new KeptOutgoing(agentId);
    this.entries = new Cell(this.kept.restored());
  }

  /** Goes on with what was on its way when the page was left. */
  open(): void {
    this.closed = false;
    for (const { conversationId } of this.entries.get()) void this.drain(conversationId);
  }

  close(): void {
    this.closed = true;
    for (const { end } of this.waits.values()) end();
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
    this.attempts.delete(messageId);
    this.change(messageId, { state: 'sending', code: undefined });
    void this.drain(entry.conversationId);
  }

  /** The agent need not see first what is new so far; what they wrote before it goes before it. */
  sendAnyway(messageId: string): void {
    const entries = this.entries.get();
    const last = entries.findIndex((entry) => entry.messageId === messageId);
    const conversationId = entries[last]?.conversationId;
    if (conversationId === undefined) return;
    const after = this.view.newest(conversationId);
    // Where the line has just gone away it is held once more: what had come by now does not hold it then.
    const agreed = { state: 'sending', ...(after && { after }) } as const;
    this.put(entries.map((entry, at) => (at <= last && isOnItsWay(entry, conversationId) ? { ...entry, ...agreed } : entry)));
    this.waits.get(conversationId)?.end();
  }

  discard(messageId: string): void {
    this.attempts.delete(messageId);
    this.put(this.entries.get().filter((entry) => entry.messageId !== messageId));
  }

  /** The network is back or the view is whole: what waits need not wait longer. Who reads has their time. */
  hurry(): void {
    for (const { end, until } of this.waits.values()) if (until !== 'read') end();
  }

  /** The agent has had the conversation in sight. */
  seen(conversationId: string): void {
    const wait = this.waits.get(conversationId);
    if (wait?.until === 'seen') wait.end();
  }

  private async drain(conversationId: string): Promise<void> {
    if (this.busy.has(conversationId)) return;
    this.busy.add(conversationId);
    const next = () => this.entries.get().find((entry) => isOnItsWay(entry, conversationId));
    try {
      for (let entry = next(); entry && !this.closed; entry = next()) if (await this.isReady(entry)) await this.post(entry);
    } finally {
      this.busy.delete(conversationId);
    }
  }

  /** Whether the message may be posted now; it waits a while where it may not, and is then looked at anew. */
  private async isReady({ messageId, conversationId, after, state }: Outgoing): Promise<boolean> {
    const isWhole = this.view.isWhole(conversationId);
    if (isWhole && (state === 'sending' || this.view.missedSince(conversationId, after) === 0)) {
      if (state === 'held') this.change(messageId, { state: 'sending' });
      return true;
    }
    // Its answer was lost, and the live stream told of it: nothing is left to be held.
    if (this.view.has(conversationId, messageId)) {
      this.discard(messageId);
      return false;
    }
    this.attempts.delete(messageId);
    this.changeAll(conversationId, { state: 'held', code: undefined });
    if (!isWhole || !this.view.isSeen(conversationId)) {
      await this.pause(conversationId, LOOK_AGAIN_MS, 'seen');
      return false;
    }
    const seen = this.view.newest(conversationId);
    if (await this.pause(conversationId, READ_FIRST_MS, 'read')) this.changeAll(conversationId, { after: seen });
    return false;
  }

  private async post({ messageId, conversationId, text }: Outgoing): Promise<void> {
    const attempt = this.attempts.get(messageId) ?? 0;
    try {
      const path = `/api/conversations/${encodeURIComponent(conversationId)}/messages`;
      const message = await call<Message>(path, { method: 'POST', body: { messageId, type: 'text', text } });
      this.onSent(conversationId, message);
      this.discard(messageId);
    } catch (error) {
      const failure = error instanceof ApiFailure ? error : new ApiFailure('internal', 500);
      if (!failure.passing || attempt + 1 >= ATTEMPTS_MAX) return this.change(messageId, { state: 'refused', code: failure.code });
      this.attempts.set(messageId, attempt + 1);
      this.changeAll(conversationId, { state: 'waiting', code: failure.code });
      await this.pause(conversationId, Math.max(failure.retryAfterMs ?? 0, backOffMs(attempt)), 'answered');
    }
  }

  /** Whether all of the time passed. */
  private pause(conversationId: string, ms: number, until: Wait['until']): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (passed: boolean) => {
        clearTimeout(timer);
        this.waits.delete(conversationId);
        resolve(passed);
      };
      const timer = setTimeout(() => done(true), ms);
      this.waits.set(conversationId, { end: () => done(false), until });
    });
  }

  private change(messageId: string, change: Partial<Outgoing>): void {
    this.put(this.entries.get().map((entry) => (entry.messageId === messageId ? { ...entry, ...change } : entry)));
  }

  private changeAll(conversationId: string, change: Partial<Outgoing>): void {
    this.put(this.entries.get().map((entry) => (isOnItsWay(entry, conversationId) ? { ...entry, ...change } : entry)));
  }

  private put(entries: readonly Outgoing[]): void {
    this.entries.set(entries);
    if (!this.closed) this.kept.keep(entries);
  }
}

const isOnItsWay = (entry: Outgoing, conversationId: string): boolean => entry.conversationId === conversationId && entry.state !== 'refused';
