import { Controller, Get, Headers, Query } from '@nestjs/common';
import { type CannedResponses, CannedResponsesQuery } from '@parley/contracts';
import { ContactCenter, Parse } from '@parley/service-kit';
import { cannedResponsesFor } from './canned-responses';

/** Answers that agents give often. */
@Controller('api/canned-responses')
export class CannedResponsesController {
  constructor(private readonly contactCenter: ContactCenter) {}

  @Get()
  list(
    @Query(new Parse(CannedResponsesQuery)) { queue, lang }: CannedResponsesQuery,
    @Headers('accept-language') acceptLanguage = '',
  ): CannedResponses {
    const language = /^es\b/i.test(lang ?? acceptLanguage.trim()) ? 'es' : 'en';
    return cannedResponsesFor(this.contactCenter.config.cannedResponses, { queue, language });
  }
}
