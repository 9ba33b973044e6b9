import { Refused, TimeZone, toIso, toMs } from '@parley/contracts';
import { z } from 'zod';

/** PostgreSQL knows no year 0. */
const FIRST_MS = toMs('0001-01-01');

const withZone = (text: string): string => (/T.*(Z|[+-]\d{2}:?\d{2})$|^[^T]*$/.test(text) ? text : `${text}Z`);

const Instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], 'expected a date or an instant, ISO 8601')
  .transform((text) => toMs(withZone(text)))
  .refine((atMs) => atMs >= FIRST_MS, 'expected a date or an instant, ISO 8601')
  .transform(toIso);

/** An id as PostgreSQL can compare it. */
const Id = z.string().max(200).refine((text) => !text.includes('\u0000'), 'expected text without U+0000');

/** Rows that may be asked for at once. */
export const ROWS_MAX = 10_000;
export const ROWS_DEFAULT = 100;
/** Rows of a CSV for which no limit was named: whoever opens it in a spreadsheet sees no page and asks for no other. */
export const CSV_ROWS_MAX = 50_000;

/** What every report may be asked. `from` is inclusive, `to` exclusive; both UTC when they name no zone. */
export const ReportQuery = z.object({
  from: Instant.optional(),
  to: Instant.optional(),
  queue: Id.optional(),
  agent: Id.optional(),
  interval: z.enum(['hour', 'day', 'week', 'month'], 'expected hour, day, week or month').optional(),
  /** Whose hours, days, weeks and months the intervals are. */
  timeZone: TimeZone.default('UTC'),
  /** Rows of one answer: 100 when not given, as CSV {@link CSV_ROWS_MAX}. */
  limit: z.coerce.number('expected a number').int().min(1).max(ROWS_MAX).optional(),
  before: z.string().max(500).optional(),
});
export type ReportQuery = z.infer<typeof ReportQuery>;

/** Where a page of conversations ended: start and id of its last row. */
export const ConversationCursor = z.tuple([Instant, Id]);
/** Where a page of counted rows ended: how many came before. */
export const CountedCursor = z.tuple([z.int().nonnegative()]);

export const writeCursor = (at: readonly (string | number)[]): string => Buffer.from(JSON.stringify(at)).toString('base64url');

/** Undefined for the first page. @throws Refused `invalid-request` */
export function readCursor<S extends z.ZodType>(schema: S, before: string | undefined): z.infer<S> | undefined {
  if (before === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(before, 'base64url').toString()));
  } catch {
    throw new Refused('invalid-request', 'before: expected what an earlier page gave');
  }
}
