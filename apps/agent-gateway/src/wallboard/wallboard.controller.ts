import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { TimeZone } from '@parley/contracts';
import { Parse, Roles } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { closeWhenExpired, ResponseSink } from '../live/event-stream.reply';
import { OnceTopicsAreRead } from '../live/topics-read.guard';
import { WallboardFeed } from './wallboard-feed.service';

const WallboardQuery = z.object({
  /** Whose day `today` is. */
  timeZone: TimeZone.default('UTC'),
  /** Tells of this conversation, too, whenever something happens in it. */
  conversation: z.string().min(1).max(200).optional(),
});
export type WallboardQuery = z.infer<typeof WallboardQuery>;

/** `GET /api/supervisor/live`: what goes on in the contact centre, as server-sent events. */
@Controller('api/supervisor/live')
@Roles('supervisor')
@UseGuards(OnceTopicsAreRead)
export class WallboardController {
  constructor(private readonly feed: WallboardFeed) {}

  @Get()
  async live(@Query(new Parse(WallboardQuery)) query: WallboardQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (request.method === 'HEAD') return void reply.type('text/event-stream').send();
    const sink = new ResponseSink(reply.raw);
    const connection = await this.feed.open(query, sink, () => {
      reply.hijack();
      sink.start();
    });
    const expiry = closeWhenExpired(connection, request.headers['authorization']!);
    const gone = () => {
      clearTimeout(expiry);
      connection.close('gone');
    };
    reply.raw.once('close', gone);
    if (reply.raw.destroyed) gone();
  }
}
