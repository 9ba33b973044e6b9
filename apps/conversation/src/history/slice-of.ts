import type { EventsQuery } from '@parley/contracts';

/**
 * Which revisions a query asks for, up to `last`. Revisions have no gaps. With a `limit` they are the first after `after` where that is
 * given, otherwise the newest.
 */
export function sliceOf({ after = -1, before = Infinity, limit = Infinity }: EventsQuery, last: number): { from: number; limit: number } {
  const end = Math.min(before, last + 1);
  const from = after >= 0 ? after + 1 : Math.max(0, end - limit);
  return { from, limit: Math.max(0, Math.min(limit, end - from)) };
}
