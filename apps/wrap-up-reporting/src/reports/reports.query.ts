import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../tokens';
import { ConversationCursor, CountedCursor, readCursor, type ReportQuery, ROWS_DEFAULT, writeCursor } from './report-query';
import { AGENTS, CONVERSATIONS, forInterval, QUEUES, WRAP_UP_REASONS } from './report-statements';

export type ReportRow = Readonly<Record<string, unknown>>;
export interface Report {
  readonly items: readonly ReportRow[];
  /** Asks for the next page; absent on the last one. */
  readonly before?: string;
}

const REPORT_TIMEOUT_MS = 10_000;

/** Every number of a report comes from the views of the schema `reporting`, which analysts read too. */
@Injectable()
export class Reports {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** One row a conversation, the newest first; anchored at its start. */
  async conversations(query: ReportQuery): Promise<Report> {
    const cursor = readCursor(ConversationCursor, query.before) ?? [null, null];
    const rows = await this.ask(CONVERSATIONS, query, cursor);
    return page(rows, query, (last) => [String(last['startedAt']), String(last['conversationId'])]);
  }

  /** One row a reason (and interval); anchored at the moment it was applied. */
  wrapUpReasons(query: ReportQuery): Promise<Report> {
    return this.counted(WRAP_UP_REASONS, query);
  }

  /** One row a queue (and interval); each number is anchored at the event that it counts. */
  queues(query: ReportQuery): Promise<Report> {
    return this.counted(QUEUES, query);
  }

  /** One row an agent (and interval); each number is anchored at the event that it counts. */
  agents(query: ReportQuery): Promise<Report> {
    return this.counted(AGENTS, query);
  }

  private async counted(sql: string, query: ReportQuery): Promise<Report> {
    const [offset] = readCursor(CountedCursor, query.before) ?? [0];
    return page(await this.ask(sql, query, [offset]), query, () => [offset + (query.limit ?? ROWS_DEFAULT)]);
  }

  /** One row more than a page holds tells whether there is another. */
  private async ask(sql: string, { from, to, queue, agent, limit = ROWS_DEFAULT, interval, timeZone }: ReportQuery, cursor: readonly unknown[]): Promise<readonly ReportRow[]> {
    const values = [from ?? null, to ?? null, queue ?? null, agent ?? null, limit + 1, ...cursor];
    const asked = { text: forInterval(sql, interval, timeZone), values, query_timeout: REPORT_TIMEOUT_MS };
    const { rows } = await this.pool.query<ReportRow>(asked);
    return rows.map(withIsoTimes);
  }
}

function page(rows: readonly ReportRow[], { limit = ROWS_DEFAULT }: ReportQuery, cursorAfter: (last: ReportRow) => readonly (string | number)[]): Report {
  const items = rows.slice(0, limit);
  return { items, ...(rows.length > limit && { before: writeCursor(cursorAfter(items.at(-1)!)) }) };
}

const withIsoTimes = (row: ReportRow): ReportRow =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name, value instanceof Date ? value.toISOString() : value]])),
  );
