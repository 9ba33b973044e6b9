interface SentRequest {
  readonly entry: { readonly correlationId: number; resolve(answer: unknown): void; reject(error: unknown): void };
  readonly expectResponse: boolean;
  sendRequest(): void;
}

interface KafkaRequestQueue {
  readonly pending: readonly unknown[];
  readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
  push(request: SentRequest): void;
  fulfillRequest(answer: { correlationId: number; size: number; payload: unknown }): void;
  maybeThrottle(ms: number): void;
  scheduleCheckPendingRequests?(): void;
}

/** What kafkajs has for each connection; it promises nothing of it, so a spec says what we rely on. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- without types, and from where kafkajs itself comes
export const RequestQueue = require('kafkajs/src/network/requestQueue') as { new (options: object): KafkaRequestQueue; readonly prototype: KafkaRequestQueue };

/**
 * kafkajs looks at its waiting requests every millisecond, on every connection and for ever, whether there are any or not; some 90 ms
 * of CPU a second for an idle process (kafkajs 1751). From now on it looks when there are some.
 *
 * @throws when kafkajs is another than the one that we know
 */
export function calmRequestQueue(): void {
  const known = RequestQueue.prototype.scheduleCheckPendingRequests;
  if (typeof known !== 'function') throw new Error('kafkajs has no scheduleCheckPendingRequests: see calm-request-queue');
  RequestQueue.prototype.scheduleCheckPendingRequests = function schedule(): void {
    if (this.pending.length > 0) known.call(this);
  };
}
