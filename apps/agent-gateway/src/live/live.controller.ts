import { Controller, Get, Req, Res } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { Caller } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import { decodeJwt } from 'jose';
import type { LiveConnection, LiveSink } from './live-connection';
import { LiveFeed } from './live-feed.service';

const RETRY_MS = 1_000;
/** The longest that a Node timer can wait. */
const TIMER_MAX_MS = 2_147_483_647;

/** `GET /api/live`: what happens, as it happens, as server-sent events. */
@Controller('api/live')
export class LiveController {
  constructor(private readonly feed: LiveFeed) {}

  @Get()
  async live(@Caller() caller: Caller, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (request.method === 'HEAD') return void reply.type('text/event-stream').send();
    const authorization = request.headers['authorization']!;
    const sink = new ResponseSink(reply.raw);
    const connection = this.feed.connections.register(caller.agentId, sink);
    const expiry = closeWhenExpired(connection, authorization);
    reply.raw.once('close', () => {
      clearTimeout(expiry);
      connection.close('gone');
    });
    try {
      const snapshot = await this.feed.snapshot(authorization, request.id);
      if (connection.closedBecause) throw new Refused('unavailable', 'the stream could not be opened without a gap');
      reply.hijack();
      sink.start();
      this.feed.connections.open(connection, snapshot);
    } catch (error) {
      connection.close('gone');
      throw error;
    }
  }
}

/** The stream ends with the token that opened it. */
function closeWhenExpired(connection: LiveConnection, authorization: string): NodeJS.Timeout {
  const { exp } = decodeJwt(authorization.slice('Bearer '.length));
  const leftMs = exp === undefined ? TIMER_MAX_MS : exp * 1000 - Date.now();
  return setTimeout(() => connection.close('expired'), Math.min(Math.max(leftMs, 0), TIMER_MAX_MS)).unref();
}

/** A response as the text of an event stream; before its start nothing may be written. */
class ResponseSink implements LiveSink {
  private started = false;

  constructor(private readonly raw: ServerResponse) {}

  start(): void {
    this.started = true;
    this.raw.socket?.setNoDelay(true);
    this.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.raw.write(`retry: ${RETRY_MS}\n\n`);
  }

  write(text: string): void {
    if (this.started && !this.raw.destroyed) this.raw.write(text);
  }

  waitingBytes(): number {
    return this.raw.writableLength;
  }

  /** Who does not read does not get a farewell either. */
  end(): void {
    if (!this.started) return;
    if (this.raw.writableNeedDrain) this.raw.destroy();
    else this.raw.end();
  }
}
