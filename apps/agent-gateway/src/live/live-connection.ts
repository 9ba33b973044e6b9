/** Where a connection's text goes. Writing never blocks; `waitingBytes` tells what the other side has not taken yet. */
export interface LiveSink {
  write(text: string): void;
  waitingBytes(): number;
  end(): void;
}

export type ClosingCause = 'gone' | 'slow' | 'expired' | 'gap' | 'shutdown';

export const QUEUED_EVENTS_MAX = 2_000;
export const WAITING_BYTES_MAX = 1024 * 1024;

/** A live event as it stands in a `text/event-stream` (WHATWG HTML, server-sent events). JSON has no line breaks. */
export const frame = ({ event, data }: { readonly event: string; readonly data: unknown }): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * One open live stream of one agent.
 *
 * Until its snapshot is there, events wait in a bounded queue. Who reads too slowly is closed and comes back for a snapshot,
 * so nothing is ever left out of a stream that is open.
 */
export class LiveConnection {
  private queued: string[] | undefined = [];
  private outgoing = '';
  private cause: ClosingCause | undefined;
  /** What this stream was told of and may still show: conversations with their open offers. */
  private readonly shown = new Map<string, Set<string>>();

  constructor(
    readonly agentId: string,
    private readonly sink: LiveSink,
    private readonly onClose: (connection: LiveConnection, cause: ClosingCause) => void,
    private readonly soon: (work: () => void) => void,
  ) {}

  get closedBecause(): ClosingCause | undefined {
    return this.cause;
  }

  /** The snapshot and all that happened since it was asked for go out; from now on events go out as they happen. */
  open(snapshot: string): void {
    const waiting = this.queued ?? [];
    this.queued = undefined;
    this.write(snapshot + waiting.join(''));
  }

  /** Every event that concerns the agent, in order. */
  push(text: string): void {
    if (this.cause) return;
    if (!this.queued) this.write(text);
    else if (this.queued.length < QUEUED_EVENTS_MAX) this.queued.push(text);
    else this.close('slow');
  }

  /** A comment line, so that a dead connection is noticed. */
  heartbeat(): void {
    if (!this.queued) this.write(': \n\n');
  }

  close(cause: ClosingCause): void {
    if (this.cause) return;
    this.cause = cause;
    this.flush();
    this.sink.end();
    this.onClose(this, cause);
  }

  show(conversationId: string, offerId?: string): void {
    const offers = this.shown.get(conversationId) ?? new Set();
    if (offerId !== undefined) offers.add(offerId);
    this.shown.set(conversationId, offers);
  }

  hideOffer(conversationId: string, offerId: string): void {
    this.shown.get(conversationId)?.delete(offerId);
  }

  hide(conversationId: string): void {
    this.shown.delete(conversationId);
  }

  shownOffers(conversationId: string): ReadonlySet<string> {
    return this.shown.get(conversationId) ?? NONE;
  }

  shownConversations(): Iterable<string> {
    return this.shown.keys();
  }

  /** All that is written in one turn of the event loop leaves in one piece. */
  private write(text: string): void {
    if (this.cause) return;
    const first = this.outgoing === '';
    this.outgoing += text;
    if (first) this.soon(() => this.flush());
    if (this.outgoing.length + this.sink.waitingBytes() > WAITING_BYTES_MAX) this.close('slow');
  }

  private flush(): void {
    if (this.outgoing !== '') this.sink.write(this.outgoing);
    this.outgoing = '';
  }
}

const NONE: ReadonlySet<string> = new Set();
