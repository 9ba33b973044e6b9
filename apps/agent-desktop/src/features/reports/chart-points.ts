import type { ReportRow } from './report-definitions';
import type { Interval } from './report-scope';

/** Rows by the start of their interval, the earliest first. */
export function byInterval(rows: readonly ReportRow[]): readonly (readonly [string, readonly ReportRow[]])[] {
  const groups = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const startsAt = String(row['intervalStart']);
    groups.set(startsAt, [...(groups.get(startsAt) ?? []), row]);
  }
  return [...groups].sort(([one], [other]) => one.localeCompare(other));
}

/** Each of `keys` added up; absent where no row has it. */
export function sumsIn(rows: readonly ReportRow[], keys: readonly string[]): Record<string, number | undefined> {
  return Object.fromEntries(
    keys.map((key) => {
      const values = rows.map((row) => row[key]).filter((value) => typeof value === 'number');
      return [key, values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)];
    }),
  );
}

const FORMATS: Record<Exclude<Interval, 'none'>, Intl.DateTimeFormatOptions> = {
  hour: { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
};

export const intervalName = (startsAt: string, interval: Exclude<Interval, 'none'>, locale: string): string =>
  new Intl.DateTimeFormat(locale, FORMATS[interval]).format(new Date(startsAt));
