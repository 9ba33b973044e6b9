import { Inject, Injectable } from '@nestjs/common';
import { type QueueToday, TOPICS, toIso, toMs, type WallboardHour, type WallboardToday } from '@parley/contracts';
import type { Pool } from 'pg';
import { FACTS } from '../facts/facts.controller';
import { ReportQuery } from '../reports/report-query';
import { type ReportRow, Reports } from '../reports/reports.query';
import { POOL } from '../tokens';

export interface TodayAnswer {
  readonly today: WallboardToday;
  readonly queues: readonly QueueToday[];
  /** Something that the caller has seen is not counted yet. */
  readonly behind: boolean;
}

const HOUR_MS = 3_600_000;
const ROWS_MAX = 10_000;
const DAY = `
  select date_trunc('day', now(), $1) as "from",
    ((date_trunc('day', now() at time zone $1) + interval '1 day') at time zone $1) as "to"`;

/** What the report of queues says of the day so far: the very same statement, so a wallboard never says anything else. */
@Injectable()
export class TodayFigures {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly reports: Reports,
  ) {}

  async of(timeZone: string, seen: ReadonlyMap<number, number>): Promise<TodayAnswer> {
    const behind = await this.isBehind(seen);
    const { rows } = await this.pool.query<{ from: Date; to: Date }>(DAY, [timeZone]);
    const [from, to] = [rows[0]!.from.toISOString(), rows[0]!.to.toISOString()];
    const query = ReportQuery.parse({ from, to, timeZone, limit: ROWS_MAX });
    const [totals, hours] = await Promise.all([this.reports.queues(query), this.reports.queues({ ...query, interval: 'hour' })]);
    return { today: { from, to, timeZone, hours: byHour(from, to, hours.items) }, queues: totals.items.map(figuresOf), behind };
  }

  private async isBehind(seen: ReadonlyMap<number, number>): Promise<boolean> {
    if (seen.size === 0) return false;
    const names = [...seen.keys()].map((partition) => `${FACTS}/${TOPICS.conversationEvents}/${partition}`);
    const { rows } = await this.pool.query<{ name: string; position: number }>('select name, position from checkpoint where name = any($1)', [names]);
    const counted = new Map(rows.map(({ name, position }) => [Number(name.slice(name.lastIndexOf('/') + 1)), position]));
    return [...seen].some(([partition, offset]) => (counted.get(partition) ?? -1) < offset);
  }
}

function figuresOf(row: ReportRow): QueueToday {
  const { queueId, received, answered, abandoned, serviceLevelPercent, averageSpeedOfAnswerSeconds } = row as unknown as QueueToday;
  return {
    queueId,
    received,
    answered,
    abandoned,
    ...(serviceLevelPercent !== undefined && { serviceLevelPercent }),
    ...(averageSpeedOfAnswerSeconds !== undefined && { averageSpeedOfAnswerSeconds }),
  };
}

/** Every hour of the day, those in which nothing happened too; all queues together. */
function byHour(from: string, to: string, rows: readonly ReportRow[]): WallboardHour[] {
  const hours = new Map<string, WallboardHour>();
  for (let at = toMs(from); at < toMs(to); at += HOUR_MS) hours.set(toIso(at), { startsAt: toIso(at), received: 0, answered: 0, abandoned: 0 });
  for (const row of rows as unknown as readonly (QueueToday & { intervalStart: string })[]) {
    const hour = hours.get(row.intervalStart);
    if (hour)
      hours.set(row.intervalStart, {
        ...hour,
        received: hour.received + row.received,
        answered: hour.answered + row.answered,
        abandoned: hour.abandoned + row.abandoned,
      });
  }
  return [...hours.values()];
}
