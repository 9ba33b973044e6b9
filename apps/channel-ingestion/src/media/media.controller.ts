import { createReadStream } from 'node:fs';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { type Logger, LOGGER } from '@parley/service-kit';
import type { FastifyReply } from 'fastify';
import { MediaAccess } from './media-access.client';
import { MediaFiles } from './media.service';
import { fileHeaders } from './media-types';

/** Not `.` and not `..`, which are no ids but directions. */
const MEDIA_ID = /^(?!\.+$)[\w.:=+-]{1,300}$/;

/** The files that customers sent, for those who may read the message. */
@Controller('api/conversations/:id/media')
export class MediaController {
  constructor(
    @Inject(MediaAccess) private readonly access: MediaAccess,
    @Inject(MediaFiles) private readonly files: MediaFiles,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get(':mediaId')
  async show(
    @Param('id') id: string,
    @Param('mediaId') mediaId: string,
    @Headers('authorization') authorization: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!MEDIA_ID.test(mediaId)) throw new Refused('not-found', 'there is no such file');
    const { media, phoneNumberId } = await this.access.check(id, mediaId, authorization);
    const file = await this.files.open({ mediaId, phoneNumberId, sha256: media.sha256 }).catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'unavailable') this.logger.warn({ conversationId: id, reason: error.detail }, 'a file could not be fetched');
      throw error;
    });
    await reply.headers({ ...fileHeaders(media), 'content-length': file.bytes }).send(createReadStream(file.path));
  }
}
