import { Refused } from '@parley/contracts';
import { isPassing } from '@parley/read-store';
import { type Logger, toProblem } from '@parley/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { webhooks } from '../channel-ingestion.metrics';
import { rawBody, WEBHOOK_BYTES_MAX } from './body.parser';
import type { WebhookIntake } from './webhook.intake';
import { sameSecret, type WebhookSignature } from './webhook.signature';

export const WEBHOOK_PATH = '/webhooks/whatsapp';
const OCTETS = 'application/octet-stream';
const FORGERY_LOG_EVERY_MS = 60_000;

export interface WebhookRoutes {
  readonly verifyToken: string;
  readonly signature: WebhookSignature;
  readonly intake: WebhookIntake;
  readonly logger: Logger;
}

/**
 * `GET` and `POST /webhooks/whatsapp`, as plain Fastify routes: the signature needs the bytes before any parser, and this is the
 * path that carries the load. They stand beside Nest's guards; the signature is what admits a caller.
 */
export const webhookRoutes = (options: WebhookRoutes) => async (scope: FastifyInstance) => {
  const { verifyToken, signature, intake } = options;
  const forgeries = new ForgeryLog(options.logger);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(OCTETS, { bodyLimit: WEBHOOK_BYTES_MAX }, rawBody);
  // Whatever the sender calls it, and if it does not call it anything at all, we take bytes.
  scope.addHook('onRequest', (request, _reply, done) => {
    request.headers['content-type'] = OCTETS;
    done();
  });
  scope.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, options.logger));

  scope.get(WEBHOOK_PATH, (request, reply) => reply.type('text/plain; charset=utf-8').send(challenge(request.query, verifyToken)));

  scope.post(WEBHOOK_PATH, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!signature.isValid(body, request.headers['x-hub-signature-256'])) {
      forgeries.note(body.length);
      throw new Refused('unauthenticated', 'the signature does not match the body');
    }
    await intake.take(body);
    return reply.type('text/plain').send('OK');
  });
};

/** Meta's handshake (Graph API, Webhooks, Getting started): the challenge, verbatim. @throws Refused `forbidden` */
function challenge(query: unknown, verifyToken: string): string {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': word } = query as Record<string, unknown>;
  if (mode !== 'subscribe' || typeof token !== 'string' || typeof word !== 'string' || !sameSecret(token, verifyToken))
    throw new Refused('forbidden', 'not the handshake that was agreed');
  return word;
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const problem = toProblem(error, request.id, isPassing);
  webhooks.labels(problem.code).inc();
  if (problem.code === 'internal') logger.error({ err: error, traceId: request.id, path: WEBHOOK_PATH }, 'unforeseen error');
  if (problem.status >= 500) void reply.header('retry-after', '1');
  void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

/** One warning a minute at most: whoever sends forgeries does not fill the log. */
class ForgeryLog {
  private count = 0;
  private warnedAtMs = -Infinity;

  constructor(private readonly logger: Logger) {}

  note(bytes: number): void {
    this.count += 1;
    if (performance.now() - this.warnedAtMs < FORGERY_LOG_EVERY_MS) return;
    this.logger.warn({ forgeries: this.count, bytes }, 'a webhook without a valid signature was refused');
    this.warnedAtMs = performance.now();
    this.count = 0;
  }
}
