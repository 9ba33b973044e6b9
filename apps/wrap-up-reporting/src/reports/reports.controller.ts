import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { ContactCenter, Parse, Roles } from '@parley/service-kit';
import type { FastifyReply } from 'fastify';
import { languageOf } from '../wrap-up-reasons/wrap-up-reasons';
import { REPORT_COLUMNS, type ReportName } from './report-columns';
import { toCsv } from './report-csv';
import { CSV_ROWS_MAX, ReportQuery, ROWS_MAX } from './report-query';
import { type Report, Reports } from './reports.query';

/** Reports for supervisors and analysts, as JSON or, with `Accept: text/csv`, as CSV. */
@Controller('api/reports')
@Roles('supervisor', 'analyst')
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly contactCenter: ContactCenter,
  ) {}

  @Get(':name')
  async show(
    @Param('name') name: string,
    @Query(new Parse(ReportQuery)) query: ReportQuery,
    @Headers('accept') accept: string | undefined,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isReport(name)) throw new Refused('not-found', `there are the reports ${Object.keys(REPORT_COLUMNS).join(', ')}`);
    const read = async (page: ReportQuery) => this.withNames(name, await this.ask(name, page), acceptLanguage);
    if (!accept?.includes('text/csv')) return void reply.send(await read(query));
    const columns = [...(query.interval ? ['intervalStart'] : []), ...REPORT_COLUMNS[name]];
    const { text, before } = await this.csv(query, columns, read);
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="parley-${name}.csv"`);
    if (before) void reply.header('x-parley-before', before);
    return void reply.send(text);
  }

  /** Page by page, so that only the text of all rows is held at once. */
  private async csv(query: ReportQuery, columns: readonly string[], read: (page: ReportQuery) => Promise<Report>): Promise<{ text: string; before?: string }> {
    let left = query.limit ?? CSV_ROWS_MAX;
    let text = toCsv([], columns);
    for (let { before } = query; ; ) {
      const page: Report = await read({ ...query, before, limit: Math.min(left, ROWS_MAX) });
      text += toCsv(page.items, columns, { header: false });
      left -= page.items.length;
      before = page.before;
      if (before === undefined || left <= 0) return { text, ...(before !== undefined && { before }) };
    }
  }

  private ask(name: ReportName, query: ReportQuery): Promise<Report> {
    switch (name) {
      case 'conversations':
        return this.reports.conversations(query);
      case 'wrap-up-reasons':
        return this.reports.wrapUpReasons(query);
      case 'queues':
        return this.reports.queues(query);
      case 'agents':
        return this.reports.agents(query);
    }
  }

  /** The names of now; what is no longer configured has the name it had, or its id. */
  private withNames(name: ReportName, report: Report, acceptLanguage: string | undefined): Report {
    const { wrapUp, queues, agents } = this.contactCenter.config;
    const language = languageOf(undefined, acceptLanguage);
    switch (name) {
      case 'conversations':
        return report;
      case 'wrap-up-reasons':
        return named(report, ['reasonId', 'reasonName'], wrapUp.reasons.map((reason) => [reason.id, reason.name[language]]));
      case 'queues':
        return named(report, ['queueId', 'queueName'], queues.map((queue) => [queue.id, queue.name]));
      case 'agents':
        return named(report, ['agentId', 'agentName'], agents.map((agent) => [agent.id, agent.name]));
    }
  }
}

function named(report: Report, [id, name]: readonly [string, string], configured: readonly (readonly [string, string])[]): Report {
  const names = new Map(configured);
  return { ...report, items: report.items.map((row) => ({ ...row, [name]: names.get(String(row[id])) ?? row[name] ?? row[id] })) };
}

const isReport = (name: string): name is ReportName => Object.hasOwn(REPORT_COLUMNS, name);
