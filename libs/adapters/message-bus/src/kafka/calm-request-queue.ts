import RequestQueue from 'kafkajs/src/network/requestQueue';

/**
 * kafkajs looks at its waiting requests every millisecond, on every connection and for ever, whether there are any or not; some 90 ms
 * of CPU a second for an idle process (kafkajs 1751). From now on it looks when there are some.
 *
 * @throws when kafkajs is another than the one that we know
 */
export function calmRequestQueue(): void {
  const known = RequestQueue.prototype.scheduleCheckPendingRequests as typeof RequestQueue.prototype.scheduleCheckPendingRequests | undefined;
  if (typeof known !== 'function') throw new Error('kafkajs has no scheduleCheckPendingRequests: see calm-request-queue');
  RequestQueue.prototype.scheduleCheckPendingRequests = function schedule(): void {
    if (this.pending.length > 0) known.call(this);
  };
}
