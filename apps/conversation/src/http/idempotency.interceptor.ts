import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { pause } from '@parley/event-sourcing';
import type { Caller } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { catchError, from, map, mergeMap, type Observable, of, throwError } from 'rxjs';
import { POOL } from '../tokens';

/** A request whose outcome is unknown after this long is taken to have died with its process: it may be tried again. */
const STALE_SECONDS = 30;
/** Who repeats a request that is under way waits so long for its answer. */
const WAIT_MAX_MS = 5_000;

interface Keyed {
  readonly caller: string;
  readonly key: string;
  readonly fingerprint: string;
}

interface Row {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly body: unknown;
}

/**
 * A POST with an `Idempotency-Key` has one effect and one answer per caller and key, for a day.
 *
 * Who repeats it meanwhile waits for that answer. Refusals are not remembered: what was refused may be allowed later.
 * @throws Refused `invalid-request` when the key was used for another request · `conflict` when the first is under way for too long
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { caller?: Caller }>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
      throw new Refused('invalid-request', 'Idempotency-Key: expected printable ASCII, 200 characters at most');
    const caller = request.caller!.agentId;
    const reply = http.getResponse<FastifyReply>();
    return from(this.begin({ caller, key, fingerprint: fingerprintOf(request) })).pipe(
      mergeMap((answered) => {
        if (answered) {
          void reply.status(answered.status!);
          return of(answered.body ?? undefined);
        }
        return next.handle().pipe(
          catchError((error: unknown) => from(this.forget(caller, key)).pipe(mergeMap(() => throwError(() => error)))),
          mergeMap((body) => from(this.finish(caller, key, reply.statusCode, body)).pipe(map(() => body))),
        );
      }),
    );
  }

  /** @returns the answer of the first time, once it is there, or undefined when this is the first time */
  private async begin(request: Keyed): Promise<Row | undefined> {
    const untilMs = performance.now() + WAIT_MAX_MS;
    for (let waitMs = 10; ; waitMs = Math.min(2 * waitMs, 200)) {
      if (await this.isFirst(request)) return undefined;
      const { rows } = await this.pool.query<Row>('select fingerprint, status, body from idempotent_request where caller = $1 and key = $2', [request.caller, request.key]);
      const row = rows[0];
      if (row && row.fingerprint !== request.fingerprint) throw new Refused('invalid-request', 'Idempotency-Key: was used for another request');
      if (row && row.status !== null) return row;
      if (performance.now() >= untilMs) throw new Refused('conflict', 'the same request is being handled');
      await pause(waitMs);
    }
  }

  private async isFirst({ caller, key, fingerprint }: Keyed): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `insert into idempotent_request as r (caller, key, fingerprint) values ($1, $2, $3)
       on conflict (caller, key) do update set asked_at = now()
       where r.status is null and r.fingerprint = $3 and r.asked_at < now() - interval '${STALE_SECONDS} seconds'`,
      [caller, key, fingerprint],
    );
    return rowCount === 1;
  }

  private async finish(caller: string, key: string, status: number, body: unknown): Promise<void> {
    await this.pool.query('update idempotent_request set status = $3, body = $4 where caller = $1 and key = $2', [
      caller,
      key,
      status,
      body === undefined ? null : JSON.stringify(body),
    ]);
  }

  private async forget(caller: string, key: string): Promise<void> {
    await this.pool
      .query('delete from idempotent_request where caller = $1 and key = $2 and status is null', [caller, key])
      .catch(() => undefined); // it becomes stale by itself
  }

  /** Keys are remembered for a day. */
  async prune(): Promise<void> {
    await this.pool.query(`delete from idempotent_request where asked_at < now() - interval '1 day'`);
  }
}

const fingerprintOf = ({ method, url, body }: FastifyRequest) =>
  createHash('sha256').update(`${method} ${url}\n${JSON.stringify(body ?? null)}`).digest('base64');
