import { RequestQueue } from './calm-request-queue';
import './client';

/** A queue of kafkajs that has one request on its way at a time. */
function queue() {
  const sent: number[] = [];
  const logger = { debug: () => undefined, warn: () => undefined };
  const requests = new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, enforceRequestTimeout: false, clientId: 'spec', broker: 'spec', logger });
  const push = (correlationId: number) =>
    requests.push({ entry: { correlationId, resolve: () => undefined, reject: () => undefined }, expectResponse: true, sendRequest: () => void sent.push(correlationId) });
  const answer = (correlationId: number) => requests.fulfillRequest({ correlationId, size: 0, payload: null });
  return { requests, sent, push, answer };
}

describe('the request queue of kafkajs', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('has no timer while nothing waits', () => {
    const { requests, push, answer } = queue();
    push(1);
    answer(1);
    expect(requests.throttleCheckTimeoutId).toBeNull();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what waits when its turn comes, and is calm then', () => {
    const { sent, push, answer } = queue();
    push(1);
    push(2);
    expect(jest.getTimerCount()).toBe(1);
    answer(1);
    expect(sent).toEqual([1, 2]);
    answer(2);
    jest.advanceTimersByTime(20);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what a broker has held back when it may', () => {
    const { requests, sent, push } = queue();
    requests.maybeThrottle(500);
    push(1);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(600);
    expect(sent).toEqual([1]);
  });
});
