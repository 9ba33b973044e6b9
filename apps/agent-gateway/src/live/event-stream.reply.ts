import { decodeJwt } from 'jose';
import type { ServerResponse } from 'node:http';
import type { LiveConnection, LiveSink } from './live-connection';

const RETRY_MS = 1_000;
/** The longest that a Node timer can wait. */
const TIMER_MAX_MS = 2_147_483_647;

/** The stream ends with the token that opened it. */
export function closeWhenExpired(connection: Pick<LiveConnection, 'close'>, authorization: string): NodeJS.Timeout {
  const { exp } = decodeJwt(authorization.slice('Bearer '.length));
  const leftMs = exp === undefined ? TIMER_MAX_MS : exp * 1000 - Date.now();
  return setTimeout(() => connection.close('expired'), Math.min(Math.max(leftMs, 0), TIMER_MAX_MS)).unref();
}

/** A response as the text of an event stream; before its start nothing may be written. */
export class ResponseSink implements LiveSink {
  private started = false;

  constructor(private readonly raw: ServerResponse) {}

  start(): void {
    this.started = true;
    this.raw.socket?.setNoDelay(true);
    this.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    // Part of the first event: a block of its own would be one without a name.
    this.raw.write(`retry: ${RETRY_MS}\n`);
  }

  write(text: string): void {
    if (this.started && !this.raw.destroyed) this.raw.write(text);
  }

  waitingBytes(): number {
    return this.raw.writableLength;
  }

  /** Who does not read does not get a farewell either. */
  end(): void {
    if (!this.started) return;
    if (this.raw.writableNeedDrain) this.raw.destroy();
    else this.raw.end();
  }
}
