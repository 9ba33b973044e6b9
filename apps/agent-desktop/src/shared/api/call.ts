import type { ProblemCode } from '@parley/contracts';
import { backOffMs } from '../time/back-off';
import { serverClock } from '../time/server-clock';
import { accessToken, endSession } from './session';

/** `unreachable`: no answer came, so nobody knows whether the command arrived. It may be repeated. */
export type FailureCode = ProblemCode | 'unreachable';

export class ApiFailure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly status: number,
    readonly retryAfterMs?: number,
  ) {
    super(`${code} (${status})`);
  }

  /** Whether the same call may succeed later, unchanged. */
  get passing(): boolean {
    return this.code === 'unreachable' || this.status === 429 || this.status >= 500;
  }
}

const ANSWER_WITHIN_MS = 15_000;
const ATTEMPTS_MAX = 4;

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: unknown;
  /** The same for each repeat of one command: it has one effect, however often it arrives. */
  readonly idempotencyKey?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** For answers that take longer than others. */
  readonly withinMs?: number;
}

/**
 * The answer of `path`.
 * @throws ApiFailure with the problem's code. A 401 also ends the session, so the sign-in page comes.
 */
export async function request(path: string, { method = 'GET', body, idempotencyKey, accept = 'application/json', signal, withinMs = ANSWER_WITHIN_MS }: Call = {}): Promise<Response> {
  const token = accessToken();
  const sentAtMs = Date.now();
  const deadline = AbortSignal.timeout(withinMs);
  const response = await fetch(path, {
    method,
    headers: {
      accept,
      'accept-language': document.documentElement.lang,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  }).catch(() => {
    throw new ApiFailure('unreachable', 0);
  });
  serverClock.observe(response.headers.get('date'), sentAtMs, Date.now());
  if (response.ok) return response;
  if (response.status === 401 && token && token === accessToken()) endSession('expired');
  throw await failureOf(response);
}

/** As {@link request}, the JSON in it; `undefined` where the answer is empty. */
export async function call<T>(path: string, options?: Call): Promise<T> {
  const response = await request(path, options);
  const text = await response.text().catch(() => {
    throw new ApiFailure('unreachable', 0);
  });
  return (text ? JSON.parse(text) : undefined) as T;
}

/**
 * The answer of a command that may be repeated, which it is while no answer comes: four times in all, with growing pauses.
 * @throws ApiFailure
 */
export async function untilAnswered<T>(command: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await command();
    } catch (error) {
      const failure = error instanceof ApiFailure ? error : new ApiFailure('internal', 500);
      if (!failure.passing || attempt + 1 >= ATTEMPTS_MAX) throw failure;
      await new Promise((resolve) => setTimeout(resolve, failure.retryAfterMs ?? backOffMs(attempt)));
    }
  }
}

/** What a refusal says; a body that is no problem document (a proxy's page, say) counts by its status. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const problem = (await response.json().catch(() => undefined)) as { code?: ProblemCode } | undefined;
  const retryAfter = Number(response.headers.get('retry-after'));
  const fallback = response.status === 401 ? 'unauthenticated' : response.status === 404 ? 'not-found' : 'unavailable';
  return new ApiFailure(problem?.code ?? fallback, response.status, retryAfter > 0 ? retryAfter * 1000 : undefined);
}

export const codeOf = (error: unknown): FailureCode => (error instanceof ApiFailure ? error.code : 'internal');
