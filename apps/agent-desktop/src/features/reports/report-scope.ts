import { ownTimeZone } from '../../shared/time/time-zone';

export const RANGES = ['today', 'week', 'month', 'custom'] as const;
export type Range = (typeof RANGES)[number];
export const INTERVALS = ['none', 'hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

/** What the reports are of. `from` and `to` are days of the reader's calendar, both included; they count in a custom range. */
export interface Scope {
  readonly range: Range;
  readonly from: string;
  readonly to: string;
  readonly interval: Interval;
  readonly queue?: string;
  readonly agent?: string;
}

const DAY_MS = 86_400_000;
const DAYS: Record<Exclude<Range, 'custom'>, number> = { today: 1, week: 7, month: 30 };

/** `YYYY-MM-DD` of the reader's calendar. */
export function dayText(atMs: number): string {
  const day = new Date(atMs);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

export function scopeOf(nowMs: number): Scope {
  return { range: 'today', from: dayText(nowMs - 6 * DAY_MS), to: dayText(nowMs), interval: 'none' };
}

/** The first moment of the period and the first after it, in the reader's time zone; the end is open where the period goes on. */
export function periodOf({ range, from, to }: Scope, nowMs: number): { readonly from?: string; readonly to?: string } {
  if (range !== 'custom') {
    const now = new Date(nowMs);
    return { from: new Date(now.getFullYear(), now.getMonth(), now.getDate() - (DAYS[range] - 1)).toISOString() };
  }
  return { ...(isDay(from) && { from: midnight(from, 0) }), ...(isDay(to) && { to: midnight(to, 1) }) };
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

function midnight(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, date + later).toISOString();
}

/** What the API is asked. The charts show a day by its hours, a longer period by its days, unless an interval is chosen. */
export function queryOf(scope: Scope, nowMs: number, more: Readonly<Record<string, string>> = {}): string {
  const { queue, agent, interval } = scope;
  const given = { ...periodOf(scope, nowMs), ...(queue && { queue }), ...(agent && { agent }), ...(interval !== 'none' && { interval }), timeZone: ownTimeZone() };
  return new URLSearchParams({ ...given, ...more }).toString();
}

export function chartInterval({ interval, range, from, to }: Scope): Exclude<Interval, 'none'> {
  if (interval !== 'none') return interval;
  return range === 'today' || (range === 'custom' && from === to) ? 'hour' : 'day';
}
