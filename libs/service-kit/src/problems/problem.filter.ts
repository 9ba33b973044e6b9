import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type Problem, type ProblemCode, PROBLEMS, Refused } from '@parley/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger';

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  413: 'payload-too-large',
  414: 'not-found',
  415: 'invalid-request',
  429: 'too-many-requests',
  503: 'unavailable',
};

/** Errors whose name says that something we depend on is away, or that others were faster every time: another try may do. */
const PASSING = new Set(['StoreUnavailable', 'Unreachable', 'RevisionConflict']);

/** Whether an error says that something we depend on is away, as far as the engines' own errors tell. */
export type IsOutage = (error: unknown) => boolean;

/** `application/problem+json` (RFC 9457) for an error; unknown ones tell nothing to the outside. */
export function toProblem(error: unknown, traceId: string, isOutage: IsOutage = () => false): Problem {
  const { code, detail } = isOutage(error) ? { code: 'unavailable' as const, detail: undefined } : understand(error);
  const { status, title } = PROBLEMS[code];
  return { type: `https://parley.invalid/problems/${code}`, title, status, code, ...(detail && { detail }), traceId };
}

function understand(error: unknown): { code: ProblemCode; detail?: string } {
  if (error instanceof Refused) return { code: error.code, detail: error.detail };
  if (error instanceof HttpException) {
    const code = BY_STATUS[error.getStatus()];
    if (code) return { code, detail: error.message };
  }
  const { statusCode, message, name } = (error ?? {}) as { statusCode?: number; message?: string; name?: string };
  if (name && PASSING.has(name)) return { code: 'unavailable' };
  const code = statusCode ? BY_STATUS[statusCode] : undefined;
  return code ? { code, detail: message } : { code: 'internal' };
}

/** Answers every error of an HTTP call as a problem; what nobody foresaw goes to the log with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly isOutage?: IsOutage,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error, request.id, this.isOutage);
    if (problem.code === 'internal') this.logger.error({ err: error, traceId: request.id, path: request.routeOptions?.url }, 'unforeseen error');
    if (problem.status === 503) void reply.header('retry-after', '1');
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
  }
}
