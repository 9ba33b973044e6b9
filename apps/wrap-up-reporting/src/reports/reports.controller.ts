import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { ContactCenter, Parse, Roles } from '@parley/service-kit';
import type { FastifyReply } from 'fastify';
import { setImmediate } from 'node:timers/promises';
import { languageOf } from '../wrap-up-reasons/wrap-up-reasons';
import { REPORT_COLUMNS, type ReportName } from './report-columns';
import { toCsv } from './report-csv';
import { CSV_ROWS_MAX, ReportQuery } from './report-query';
import { type Report, type ReportRow, Reports } from './reports.query';

const CSV_ROWS_AT_ONCE = 1_000;

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
    const isCsv = accept?.includes('text/csv') ?? false;
    // One question for all rows: between the pages of a file, rows would come, go and change places.
    const asked = isCsv ? { ...query, limit: query.limit ?? CSV_ROWS_MAX } : query;
    const report = this.withNames(name, await this.ask(name, asked), acceptLanguage);
    if (!isCsv) return void reply.send(report);
    const columns = [...(query.interval ? ['intervalStart'] : []), ...REPORT_COLUMNS[name]];
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="parley-${name}.csv"`);
    if (report.before) void reply.header('x-parley-before', report.before);
    return void reply.send(await this.csv(report.items, columns));
  }

  /** In parts, between which others have their turn. */
  private async csv(items: readonly ReportRow[], columns: readonly string[]): Promise<string> {
    let text = toCsv([], columns);
    for (let at = 0; at < items.length; at += CSV_ROWS_AT_ONCE) {
      text += toCsv(items.slice(at, at + CSV_ROWS_AT_ONCE), columns, { header: false });
      await setImmediate();
    }
    return text;
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
