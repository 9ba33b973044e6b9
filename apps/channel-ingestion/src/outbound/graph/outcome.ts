import type { DeliveryError } from '@parley/contracts';
import { type JsonObject, object, text, word } from '../../webhook/notification/json';

/** What came of one call to the Graph API. */
export type CallResult =
  | { readonly kind: 'answered'; readonly httpStatus: number; readonly body: string }
  /** Nothing of the request was written: WhatsApp cannot have it. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It was written, or may have been, and no answer came. */
  | { readonly kind: 'unanswered'; readonly reason: string };

/** How long to wait before the next try: `firstMs * factor ** (attempt - 1)`, capped. */
export interface Pace {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
  readonly attemptsMax: number;
}

export type Outcome =
  | { readonly kind: 'accepted'; readonly wamid: string }
  | { readonly kind: 'failed'; readonly error: DeliveryError; readonly alert?: boolean }
  | { readonly kind: 'retry'; readonly error: DeliveryError; readonly pace: Pace; readonly pause?: 'number' }
  /** The token is not valid: nothing can be sent until it is. */
  | { readonly kind: 'blocked'; readonly error: DeliveryError }
  | { readonly kind: 'uncertain'; readonly error: DeliveryError };

const SECONDS: Pace = { firstMs: 1_000, factor: 2, maxMs: 60_000, attemptsMax: 8 };
const CAREFULLY: Pace = { firstMs: 2_000, factor: 3, maxMs: 60_000, attemptsMax: 3 };
const MINUTES: Pace = { firstMs: 30_000, factor: 2, maxMs: 240_000, attemptsMax: 8 };
/** Bounded by {@link TRIED_MAX_MS} alone: no call was made. */
const UNREACHABLE: Pace = { firstMs: 1_000, factor: 2, maxMs: 60_000, attemptsMax: Infinity };
/** WhatsApp's own advice: 4^n seconds, n from 0. Source: Cloud API, About the platform, pair rate limits. */
const PAIR: Pace = { firstMs: 1_000, factor: 4, maxMs: 256_000, attemptsMax: 8 };
/** How long a message is tried in all. */
export const TRIED_MAX_MS = 10 * 60_000;

const RETRIED: Readonly<Record<number, { pace: Pace; pause?: 'number' }>> = {
  1: { pace: CAREFULLY },
  2: { pace: SECONDS },
  4: { pace: MINUTES, pause: 'number' },
  80007: { pace: MINUTES, pause: 'number' },
  130429: { pace: SECONDS, pause: 'number' },
  131000: { pace: CAREFULLY },
  131016: { pace: SECONDS },
  131048: { pace: MINUTES, pause: 'number' },
  131056: { pace: PAIR },
  131057: { pace: MINUTES, pause: 'number' },
  131064: { pace: MINUTES, pause: 'number' },
  133004: { pace: SECONDS },
};
const TOKEN_CODES = new Set([0, 190]);
/** Someone must act on the account before anything like this message goes through. */
const ALERTS = new Set([3, 10, 131005, 131031, 131042, 131045, 133010, 368]);
/** Definite in spite of their HTTP status 500. */
const REFUSED_WITH_500 = new Set([3, 131045]);

/** What a call's result means for its message: by WhatsApp's code first, because its HTTP statuses are not dependable. */
export function outcome(result: CallResult): Outcome {
  switch (result.kind) {
    case 'unreachable':
      return { kind: 'retry', error: { code: 'channel-unreachable', message: `WhatsApp could not be reached: ${result.reason}` }, pace: UNREACHABLE };
    case 'unanswered':
      return uncertain(`WhatsApp did not answer: ${result.reason}`);
    case 'answered':
      return answered(result.httpStatus, json(result.body));
  }
}

function answered(httpStatus: number, body: JsonObject | undefined): Outcome {
  if (httpStatus >= 200 && httpStatus < 300) {
    const messages = body?.['messages'];
    const wamid = text(object(Array.isArray(messages) ? messages[0] : undefined)?.['id']);
    return wamid === undefined ? uncertain('WhatsApp answered without an id') : { kind: 'accepted', wamid };
  }
  const error = object(body?.['error']);
  const code = Number(word(error?.['code']) ?? NaN);
  return error && Number.isInteger(code) ? refused(httpStatus, code, error) : withoutCode(httpStatus);
}

function refused(httpStatus: number, code: number, error: JsonObject): Outcome {
  const told: DeliveryError = { code: String(code), message: reason(error) };
  if (TOKEN_CODES.has(code)) return { kind: 'blocked', error: told };
  const retried = RETRIED[code];
  if (retried) return { kind: 'retry', error: told, ...retried };
  const transient = httpStatus === 429 || httpStatus >= 500 || error['is_transient'] === true;
  if (transient && !REFUSED_WITH_500.has(code)) return { kind: 'retry', error: told, pace: CAREFULLY };
  return { kind: 'failed', error: told, alert: ALERTS.has(code) || (code >= 200 && code < 300) };
}

function withoutCode(httpStatus: number): Outcome {
  const error: DeliveryError = { code: `http-${httpStatus}`, message: `WhatsApp answered with HTTP status ${httpStatus}` };
  // Both say that nothing was done; any other 5xx may come after the message was taken.
  if (httpStatus === 429 || httpStatus === 503) return { kind: 'retry', error, pace: SECONDS };
  if (httpStatus === 401) return { kind: 'blocked', error };
  if (httpStatus >= 500 || httpStatus === 408) return uncertain(error.message);
  return { kind: 'failed', error };
}

const uncertain = (message: string): Outcome => ({ kind: 'uncertain', error: { code: 'delivery-uncertain', message } });

/** `error_data` may be absent, an object or a string. */
function reason(error: JsonObject): string {
  const data = error['error_data'];
  return text(object(data)?.['details']) ?? text(data) ?? text(error['error_user_msg']) ?? text(error['message']) ?? 'no reason given';
}

function json(body: string): JsonObject | undefined {
  try {
    return object(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/**
 * The wait before the next try, or undefined when it was tried enough.
 *
 * @param attempts calls made so far, at least 1
 * @param triedForMs since the first of them
 * @param chance 0 to 1: the wait is this much of its upper half longer than its lower half, so that many do not come back together
 */
export function nextTryInMs(pace: Pace, { attempts, triedForMs, chance }: { attempts: number; triedForMs: number; chance: number }): number | undefined {
  if (attempts >= pace.attemptsMax) return undefined;
  const waitMs = Math.min(pace.maxMs, pace.firstMs * pace.factor ** Math.min(attempts - 1, 30));
  const jittered = Math.round(waitMs / 2 + (chance * waitMs) / 2);
  return triedForMs + jittered > TRIED_MAX_MS ? undefined : jittered;
}
