import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ReasonsQuery, type WrapUpReasons } from '@parley/contracts';
import { ContactCenter, Parse } from '@parley/service-kit';
import type { z } from 'zod';
import { findReasons, languageOf } from './wrap-up-reasons';

@Controller('api/wrap-up-reasons')
export class WrapUpReasonsController {
  constructor(private readonly contactCenter: ContactCenter) {}

  @Get()
  list(
    @Query(new Parse(ReasonsQuery)) { search, lang }: z.infer<typeof ReasonsQuery>,
    @Headers('accept-language') acceptLanguage: string | undefined,
  ): WrapUpReasons {
    return findReasons(this.contactCenter.config.wrapUp, search ?? '', languageOf(lang, acceptLanguage));
  }
}
