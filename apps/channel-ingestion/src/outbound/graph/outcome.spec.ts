import fc from 'fast-check';
import { type CallResult, nextTryInMs, outcome, TRIED_MAX_MS } from './outcome';

const answered = (httpStatus: number, body: unknown): CallResult => ({ kind: 'answered', httpStatus, body: typeof body === 'string' ? body : JSON.stringify(body) });
const error = (httpStatus: number, code: unknown, more: object = {}) => outcome(answered(httpStatus, { error: { message: 'm', code, ...more } }));

describe('what a call means', () => {
  it('is acceptance only with an id', () => {
    expect(outcome(answered(200, { messages: [{ id: 'wamid.1' }] }))).toEqual({ kind: 'accepted', wamid: 'wamid.1' });
    for (const body of ['', 'OK', {}, { messages: [] }, { messages: [{}] }, []]) expect(outcome(answered(200, body)).kind).toBe('uncertain');
  });

  it.each([1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 131064, 133004])('tries code %i again, whatever the HTTP status', (code) => {
    for (const status of [400, 429, 500, 503]) expect(error(status, code).kind).toBe('retry');
  });

  it.each([3, 10, 33, 100, 200, 368, 130472, 130497, 131005, 131008, 131009, 131021, 131026, 131030, 131031, 131037, 131042, 131047, 131049, 131050, 131051, 133010, 135000, 131045])('takes code %i for final', (code) => {
    expect(error(400, code)).toMatchObject({ kind: 'failed', error: { code: String(code), message: 'm' } });
  });

  it('takes capability and certificate for final in spite of their HTTP status', () => {
    for (const code of [3, 131045]) expect(error(500, code)).toMatchObject({ kind: 'failed', alert: true });
  });

  it.each([0, 190, '190'])('stops for a refused token (%j)', (code) => expect(error(401, code).kind).toBe('blocked'));

  it('is careful with codes that nobody knows', () => {
    expect(error(400, 999_999).kind).toBe('failed');
    for (const status of [429, 500, 503]) expect(error(status, 999_999).kind).toBe('retry');
    expect(error(400, 999_999, { is_transient: true }).kind).toBe('retry');
  });

  it('without a code goes by the HTTP status', () => {
    const kinds = [301, 400, 401, 404, 408, 429, 500, 502, 503].map((status) => [status, outcome(answered(status, '<html>')).kind]);
    expect(kinds).toEqual([[301, 'failed'], [400, 'failed'], [401, 'blocked'], [404, 'failed'], [408, 'uncertain'], [429, 'retry'], [500, 'uncertain'], [502, 'uncertain'], [503, 'retry']]);
  });

  it('tells a call that was never written from one that was never answered', () => {
    expect(outcome({ kind: 'unreachable', reason: 'ECONNREFUSED' })).toMatchObject({ kind: 'retry', error: { code: 'channel-unreachable' } });
    expect(outcome({ kind: 'unanswered', reason: 'ECONNRESET' })).toMatchObject({ kind: 'uncertain', error: { code: 'delivery-uncertain' } });
  });

  it.each([[{ error_data: { details: 'why' } }, 'why'], [{ error_data: 'why' }, 'why'], [{ error_user_msg: 'say' }, 'say'], [{}, 'm'], [{ message: '' }, 'no reason given']])('reads the reason from %j', (more, reason) => {
    expect(error(400, 100, more)).toMatchObject({ error: { message: reason } });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => void outcome(answered(status, body))));
  });
});

describe('the next try', () => {
  const pace = { firstMs: 1_000, factor: 4, maxMs: 256_000, attemptsMax: 8 };

  it('is 4^n seconds away for a pair, never less than the half of it', () => {
    const waits = [1, 2, 3, 4].map((attempts) => [0, 1].map((chance) => nextTryInMs(pace, { attempts, triedForMs: 0, chance })));
    expect(waits).toEqual([[500, 1_000], [2_000, 4_000], [8_000, 16_000], [32_000, 64_000]]);
  });

  it('ends with the attempts and with the time', () => {
    expect(nextTryInMs(pace, { attempts: 8, triedForMs: 0, chance: 0 })).toBeUndefined();
    expect(nextTryInMs(pace, { attempts: 1, triedForMs: TRIED_MAX_MS, chance: 0 })).toBeUndefined();
    expect(nextTryInMs(pace, { attempts: 1, triedForMs: TRIED_MAX_MS - 1_000, chance: 1 })).toBe(1_000);
  });
});
