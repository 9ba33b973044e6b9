import type { LiveEvent, LiveEventName } from '@parley/contracts';
import { createParser } from 'eventsource-parser';
import { failureOf } from '../api/call';
import { accessToken, endSession } from '../api/session';
import { backOffMs } from '../time/back-off';

/** The server sends a comment every 15 s: two and a half of them missing is a dead line. */
const SILENCE_MS = 38_000;
/** After a sleep, and before something is sent, one missing is enough to ask. */
const DOUBT_MS = 20_000;
const WATCH_MS = 1_000;
/** A timer so late tells of a sleep; in a tab out of sight it may be only the browser, which asks of the line no more than it can. */
const SLEPT_MS = 5_000;

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

export interface LiveStreamEvents<E> {
  readonly onEvent: (event: E) => void;
  readonly onLost: () => void;
}

/** Which stream, and the events of it that this version knows. */
export interface StreamSource {
  readonly path: string;
  readonly known: Readonly<Record<string, true>>;
}

/**
 * Follows an event stream, `GET /api/live` unless told otherwise, until closed: a lost line is opened again with growing pauses, at once when the browser says that
 * the network is back. Each opening begins with a snapshot, so nothing that happened between is missed.
 */
export class LiveStream<E extends { readonly event: string } = LiveEvent> {
  private readonly closing = new AbortController();
  private attempt = 0;
  private heardAtMs = -Infinity;
  private cut: () => void = () => undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly events: LiveStreamEvents<E>,
    private readonly source: StreamSource = { path: '/api/live', known: KNOWN },
  ) {}

  open(): void {
    const { signal } = this.closing;
    const back = () => {
      this.doubt(DOUBT_MS);
      this.wake();
    };
    for (const sign of ['online', 'focus', 'pageshow']) window.addEventListener(sign, back, { signal });
    for (const sign of ['visibilitychange', 'resume']) document.addEventListener(sign, back, { signal });
    window.addEventListener('offline', () => this.cut(), { signal });
    this.watch(signal);
    void this.follow();
  }

  /** Whether the line was heard of lately; where it was not, it is opened again. */
  isHeard(): boolean {
    return !this.doubt(DOUBT_MS);
  }

  /** The line is given up and opened anew, without a long pause. */
  again(): void {
    this.attempt = 0;
    this.cut();
    this.wake();
  }

  /** Wall-clock time counts here: timers stand still while the machine sleeps. */
  private watch(signal: AbortSignal): void {
    let lastMs = Date.now();
    const timer = setInterval(() => {
      const late = Date.now() - lastMs > SLEPT_MS;
      lastMs = Date.now();
      this.doubt(late ? DOUBT_MS : SILENCE_MS);
    }, WATCH_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  /** Whether the line has been silent for longer than `limitMs`; it is cut then. */
  private doubt(limitMs: number): boolean {
    const isSilent = Date.now() - this.heardAtMs > limitMs;
    if (isSilent) this.cut();
    return isSilent;
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
    this.heardAtMs = Date.now();
    this.cut = () => line.abort();
    const token = accessToken();
    try {
      const response = await fetch(this.source.path, {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${token ?? ''}` },
        cache: 'no-store',
        signal,
      });
      // Where the token was renewed meanwhile, the next line has the newer one.
      if (response.status === 401 && token === accessToken()) return endSession('expired');
      if (!response.ok || !response.body) throw await failureOf(response);
      const parser = createParser({ onEvent: ({ event, data }) => this.take(event, data) });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        this.heardAtMs = Date.now();
        parser.feed(chunk.value);
      }
    } finally {
      this.cut = () => undefined;
      line.abort();
    }
  }

  /** Events that a newer server invented are left alone. */
  private take(event: string | undefined, data: string): void {
    if (!event || !Object.hasOwn(this.source.known, event)) return;
    if (event === 'snapshot') this.attempt = 0;
    this.events.onEvent({ event, data: JSON.parse(data) } as unknown as E);
  }
}
