import type { LiveEvent, LiveEventName } from '@parley/contracts';
import { createParser } from 'eventsource-parser';
import { failureOf } from '../api/call';
import { accessToken, endSession } from '../api/session';
import { backOffMs } from '../time/back-off';

/** The server sends a comment every 15 s: two and a half of them missing is a dead line. */
const SILENCE_MS = 38_000;

const KNOWN = {
  snapshot: true,
  'offer.created': true,
  'offer.closed': true,
  'conversation.updated': true,
  'message.added': true,
  'message.updated': true,
  'agent.state': true,
  'wrap-up.due': true,
  'wrap-up.closed': true,
} satisfies Record<LiveEventName, true>;

export interface LiveStreamEvents {
  readonly onEvent: (event: LiveEvent) => void;
  readonly onLost: () => void;
}

/**
 * Follows `GET /api/live` until closed: a lost line is opened again with growing pauses, at once when the browser says that
 * the network is back. Each opening begins with a snapshot, so nothing that happened between is missed.
 */
export class LiveStream {
  private readonly closing = new AbortController();
  private attempt = 0;
  private wake: () => void = () => undefined;

  constructor(private readonly events: LiveStreamEvents) {}

  open(): void {
    const hurry = () => this.wake();
    window.addEventListener('online', hurry, { signal: this.closing.signal });
    document.addEventListener('visibilitychange', hurry, { signal: this.closing.signal });
    void this.follow();
  }

  close(): void {
    this.closing.abort();
    this.wake();
  }

  private async follow(): Promise<void> {
    while (!this.closing.signal.aborted) {
      await this.read().catch(() => undefined);
      if (this.closing.signal.aborted) return;
      this.events.onLost();
      await this.pause(backOffMs(this.attempt++));
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One line, from its opening until it ends or falls silent. */
  private async read(): Promise<void> {
    const line = new AbortController();
    const signal = AbortSignal.any([line.signal, this.closing.signal]);
    const cut = () => line.abort();
    let silence = setTimeout(cut, SILENCE_MS);
    window.addEventListener('offline', cut);
    try {
      const response = await fetch('/api/live', {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${accessToken() ?? ''}` },
        cache: 'no-store',
        signal,
      });
      if (response.status === 401) return endSession('expired');
      if (!response.ok || !response.body) throw await failureOf(response);
      const parser = createParser({ onEvent: ({ event, data }) => this.take(event, data) });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        clearTimeout(silence);
        silence = setTimeout(cut, SILENCE_MS);
        parser.feed(chunk.value);
      }
    } finally {
      window.removeEventListener('offline', cut);
      clearTimeout(silence);
      line.abort();
    }
  }

  /** Events that a newer server invented are left alone. */
  private take(event: string | undefined, data: string): void {
    if (!event || !Object.hasOwn(KNOWN, event)) return;
    if (event === 'snapshot') this.attempt = 0;
    this.events.onEvent({ event, data: JSON.parse(data) } as LiveEvent);
  }
}
