import type { Problem } from '@parley/contracts';
import { type Logger, toProblem } from '@parley/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export const problemHeaders = ({ status }: Problem): Record<string, string> => ({
  'content-type': 'application/problem+json; charset=utf-8',
  ...(status === 503 && { 'retry-after': '1' }),
});

/** Errors of routes that are not Nest's become problems too. */
export function answerProblems(routes: FastifyInstance, logger: Logger): void {
  routes.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = toProblem(error, request.id);
    if (problem.code === 'internal') logger.error({ err: error, traceId: request.id, path: request.routeOptions.url }, 'unforeseen error');
    return reply.status(problem.status).headers(problemHeaders(problem)).send(JSON.stringify(problem));
  });
}
