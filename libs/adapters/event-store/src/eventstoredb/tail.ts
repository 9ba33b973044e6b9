import { once } from 'node:events';
import { type EventStoreDBClient, excludeSystemEvents, type Position, START } from '@eventstore/db-client';
import { type AllSlice, backOff, type RecordedEvent, StoreUnavailable, type Subscription } from '@parley/event-sourcing';
import type { Connection } from './connection';
import { asStoreUnavailable, within } from './failures';
import { wantedOf } from './log-reader';
import { abandon, callOf, type Cancellable, newsOf } from './reading';
import { type EsdbEvent, isSystemEvent, placeOf, positionOf, recorded } from './recorded';

const BUFFERED_MAX = 500;
/** Each counts 32 records of the server's log. */
const CHECKPOINT_INTERVAL = 32;

type Item = { readonly event?: EsdbEvent; readonly checkpoint?: Position };

export interface TailOptions {
  readonly connection: Connection;
  readonly head: () => Promise<number>;
  /** Rejects where the log has no event at this position. */
  readonly prove: (position: number) => Promise<void>;
  /** A subscription that does not begin within this time has failed. */
  readonly timeoutMs: number;
  /** After so long without an event it is looked whether there was one. */
  readonly silenceMs: number;
}

/**
 * A catch-up subscription as something that can be read and waited for.
 *
 * The client never subscribes again by itself: when the subscription fails, ends without a word or falls silent while the log goes
 * on, it is opened anew where the last item that was read left it. The server leaves out its own events, and the checkpoints say how
 * far it got with them; categories and types are sorted out here, so that every event moves the position at once. Where it went on
 * in another log than the one it came from, the server would leave out whatever that one gets up to the old position, without a word:
 * so it is looked first whether the log has the event that the position stands for.
 */
export class Tail {
  private call: Cancellable | undefined;
  private client: EventStoreDBClient | undefined;
  private failure: unknown;
  private place: Position | typeof START;
  private position: number;
  private losses = 0;
  private headInSilence = 0;
  private readonly wanted: (event: EsdbEvent) => boolean;

  constructor(
    private readonly subscription: Pick<Subscription, 'after' | 'categories' | 'types' | 'signal'>,
    private readonly options: TailOptions,
  ) {
    this.position = subscription.after;
    this.place = subscription.after === 0 ? START : placeOf(subscription.after);
    this.wanted = wantedOf(subscription);
  }

  /** What has come, at most `limit` events; it opens the subscription where there is none. @throws StoreUnavailable */
  async readAll({ limit }: { readonly limit: number }): Promise<AllSlice> {
    if (!this.call) await this.open();
    const events: RecordedEvent[] = [];
    while (events.length < limit) {
      const item = this.call?.read() as Item | null | undefined;
      if (!item) break;
      const event = this.pass(item);
      if (event && this.wanted(event)) events.push(recorded(event));
    }
    if (events.length === 0 && this.isOver()) throw this.lost(this.failure);
    return { events, position: this.position };
  }

  /** Resolves when there is something to read, something is wrong, or the subscription is aborted. */
  async waitForMore(signal: AbortSignal): Promise<void> {
    const { call, options } = this;
    if (!call || this.isOver() || call.readableLength > 0 || signal.aborted) return;
    const isNews = await newsOf(call, signal, options.silenceMs);
    if (!isNews) await this.lookForNews(call, signal);
  }

  close(): void {
    if (this.call) abandon(this.call);
    this.call = undefined;
  }

  private async open(): Promise<void> {
    const { connection, prove, timeoutMs } = this.options;
    if (this.losses > 1) await backOff(this.losses - 1, this.subscription.signal);
    this.failure = undefined;
    if (this.position > 0) await prove(this.position).catch((error: unknown) => Promise.reject(this.lost(error)));
    this.client = connection.current();
    const filter = excludeSystemEvents({
      checkpointInterval: CHECKPOINT_INTERVAL,
      // In line with the events, so that it is passed after those that came before it.
      checkpointReached: (call, checkpoint) => void (call as unknown as Cancellable).push({ checkpoint } satisfies Item),
    });
    const call = callOf(this.client.subscribeToAll({ fromPosition: this.place, filter, requiresLeader: true }, { highWaterMark: BUFFERED_MAX }));
    call.on('error', (error) => (this.failure ??= error));
    this.call = call;
    try {
      await within(timeoutMs, once(call, 'confirmation'));
    } catch (error) {
      throw this.lost(error);
    }
  }

  /** The item's place is where another subscription would go on. */
  private pass({ event, checkpoint }: Item): EsdbEvent | undefined {
    if (checkpoint) this.place = checkpoint;
    if (!event) return undefined;
    this.losses = 0;
    const position = positionOf(event);
    if (position <= this.position) return undefined;
    this.place = event.position;
    if (isSystemEvent(event)) return undefined;
    this.position = position;
    return event;
  }

  private isOver(): boolean {
    const { call } = this;
    return !call || ((this.failure !== undefined || call.readableEnded || call.destroyed) && call.readableLength === 0);
  }

  /**
   * One look says how far the log goes; if the next silence finds that this was never reached, the subscription is dead. However long
   * the look takes, nobody waits for it once there is something to read.
   */
  private async lookForNews(call: Cancellable, signal: AbortSignal): Promise<void> {
    if (this.headInSilence <= this.position) {
      const looked = new AbortController();
      const look = this.options.head().then((head) => (this.headInSilence = head), () => undefined);
      await Promise.race([look, newsOf(call, AbortSignal.any([signal, looked.signal]))]);
      return looked.abort();
    }
    this.failure = new StoreUnavailable('the subscription fell silent while the log went on');
    if (this.client) this.options.connection.noAnswer(this.client);
    abandon(call);
  }

  private lost(error: unknown): StoreUnavailable {
    this.losses += 1;
    this.headInSilence = 0;
    this.close();
    return asStoreUnavailable(error ?? new Error('ended by the server'), 'ended the subscription');
  }
}
