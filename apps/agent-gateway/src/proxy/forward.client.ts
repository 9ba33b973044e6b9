import { RELEASED_HEADER, toProblem } from '@parley/service-kit';
import { Refused } from '@parley/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable, Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import { problemHeaders } from '../problems/problem.reply';
import type { Upstream } from '../upstream/upstream.client';
import { forwardedHeaders } from './proxied-paths';
import type { ReleasedPlaces } from './released-places.service';

export interface Forwarding {
  readonly bodyMax: number;
  readonly released: ReleasedPlaces;
}

/**
 * The service's answer is the answer, byte for byte both ways and without ever holding a whole body.
 *
 * Below Fastify's reply: the raw response is written as the service's bytes arrive. A service that is away gives 503
 * `unavailable` with `Retry-After`; nothing is sent twice, because a POST may have had its effect.
 */
export function forward(upstream: Upstream, request: FastifyRequest, reply: FastifyReply, { bodyMax, released }: Forwarding): void {
  const length = request.headers['content-length'];
  if (length !== undefined && Number(length) > bodyMax) throw tooLarge(bodyMax);
  const answer = new Answer(request, reply, released);
  const headers = forwardedHeaders(request.headers);
  headers['x-request-id'] = request.id;
  const before = upstream.name === 'routing' ? released.of(request.headers.authorization) : undefined;
  if (before !== undefined) headers[RELEASED_HEADER] = before;
  const hasBody = length !== undefined ? length !== '0' : request.headers['transfer-encoding'] !== undefined;
  upstream.dispatch(
    {
      path: request.raw.url!,
      method: request.method as Dispatcher.HttpMethod,
      headers,
      body: hasBody ? (length === undefined ? limited(request.raw, bodyMax) : request.raw) : null,
    },
    answer,
  );
  reply.hijack();
}

/** Writes what the service answers to the caller's connection. */
class Answer implements Dispatcher.DispatchHandler {
  private readonly raw;
  private over = false;

  constructor(
    private readonly request: FastifyRequest,
    reply: FastifyReply,
    private readonly released: ReleasedPlaces,
  ) {
    this.raw = reply.raw;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.raw.once('close', () => {
      if (!this.over) controller.abort(new Error('the caller has gone'));
    });
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Record<string, string | string[] | undefined>): void {
    if (status < 200) return;
    this.released.note(this.request.headers.authorization, headers[RELEASED_HEADER]);
    const forwarded = forwardedHeaders(headers);
    // What the caller still sends would be taken for the next request on this connection.
    if (!this.request.raw.complete) forwarded['connection'] = 'close';
    this.raw.writeHead(status, forwarded);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.raw.write(chunk)) return;
    controller.pause();
    this.raw.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    this.over = true;
    this.raw.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.over = true;
    if (this.raw.headersSent) this.raw.destroy();
    else if (!this.raw.destroyed) this.refuse(error);
  }

  private refuse(error: Error): void {
    const refused = error instanceof Refused ? error : new Refused('unavailable', 'the service behind this address does not answer');
    const problem = toProblem(refused, this.request.id);
    this.raw.writeHead(problem.status, { ...problemHeaders(problem), ...(!this.request.raw.complete && { connection: 'close' }) });
    this.raw.end(JSON.stringify(problem));
  }
}

const tooLarge = (bodyMax: number) => new Refused('payload-too-large', `${bodyMax} bytes at most`);

/** A body of unknown length, cut off with an error when it is too large. */
function limited(body: Readable, bodyMax: number): Readable {
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > bodyMax ? tooLarge(bodyMax) : null, chunk);
    },
  });
  body.once('error', (error) => count.destroy(error));
  return body.pipe(count);
}
