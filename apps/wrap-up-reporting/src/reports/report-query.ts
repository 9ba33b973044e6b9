import { Refused, toIso, toMs } from '@parley/contracts';
import { z } from 'zod';

const Instant = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(toMs(text)), 'expected a date or an instant, ISO 8601')
  .transform((text) => toIso(toMs(text)));

/** What every report may be asked. `from` is inclusive, `to` exclusive; both UTC when they name no zone. */
export const ReportQuery = z.object({
  from: Instant.optional(),
  to: Instant.optional(),
  queue: z.string().max(200).optional(),
  agent: z.string().max(200).optional(),
  interval: z.enum(['hour', 'day', 'week', 'month'], 'expected hour, day, week or month').optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
  before: z.string().max(500).optional(),
});
export type ReportQuery = z.infer<typeof ReportQuery>;

/** Where a page of conversations ended: start and id of its last row. */
export const writeCursor = (startedAt: string, conversationId: string): string =>
  Buffer.from(JSON.stringify([startedAt, conversationId])).toString('base64url');

/** @throws Refused `invalid-request` */
export function readCursor(before: string): readonly [string, string] {
  try {
    return z.tuple([z.iso.datetime(), z.string()]).parse(JSON.parse(Buffer.from(before, 'base64url').toString()));
  } catch {
    throw new Refused('invalid-request', 'before: expected what an earlier page gave');
  }
}
