import { Controller, Get, Headers, Query } from '@nestjs/common';
import { type Templates, TemplatesQuery } from '@parley/contracts';
import { ContactCenter, Parse } from '@parley/service-kit';
import { templatesFor } from './templates';

/** Messages that reach the customer also when the service window is closed. */
@Controller('api/templates')
export class TemplatesController {
  constructor(private readonly contactCenter: ContactCenter) {}

  @Get()
  list(@Query(new Parse(TemplatesQuery)) { queue, lang }: TemplatesQuery, @Headers('accept-language') acceptLanguage = ''): Templates {
    const language = /^es\b/i.test(lang ?? acceptLanguage.trim()) ? 'es' : 'en';
    return templatesFor(this.contactCenter.config.templates, { queue, language });
  }
}
