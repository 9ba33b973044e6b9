import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { Caller } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AgentSignIn } from '../sign-in/agent-sign-in.client';
import { closeWhenExpired, ResponseSink } from './event-stream.reply';
import { LiveFeed } from './live-feed.service';
import { OnceTopicsAreRead } from './topics-read.guard';

/** `GET /api/live`: what happens, as it happens, as server-sent events. */
@Controller('api/live')
@UseGuards(OnceTopicsAreRead)
export class LiveController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly agents: AgentSignIn,
  ) {}

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
      if (!this.feed.connections.isPresent(caller.agentId)) await this.agents.byStream(caller.agentId, request.id);
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
