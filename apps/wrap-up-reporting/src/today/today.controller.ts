import { Controller, Get, Query } from '@nestjs/common';
import { TimeZone } from '@parley/contracts';
import { Parse, ServicesOnly } from '@parley/service-kit';
import { z } from 'zod';
import { type TodayAnswer, TodayFigures } from './today.query';

const TodayQuery = z.object({
  timeZone: TimeZone,
  /** The last record of each partition of the conversations' topic that the caller has seen: `0:17,3:4`. */
  after: z.string().regex(/^(\d{1,6}:\d{1,15}(,\d{1,6}:\d{1,15})*)?$/, 'expected partition:offset, …').default(''),
});

/** For the gateway, whose wallboards show it. */
@Controller('internal/today')
@ServicesOnly()
export class TodayController {
  constructor(private readonly figures: TodayFigures) {}

  @Get()
  show(@Query(new Parse(TodayQuery)) { timeZone, after }: z.infer<typeof TodayQuery>): Promise<TodayAnswer> {
    const seen = after.split(',').filter(Boolean).map((pair) => pair.split(':').map(Number) as [number, number]);
    return this.figures.of(timeZone, new Map(seen));
  }
}
