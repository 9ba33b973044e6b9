import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MessageBus } from '@parley/event-sourcing';
import { connectMessageBus } from '@parley/message-bus';
import { isPassing, openPool } from '@parley/read-store';
import { type ContactCenter, createService, type Logger } from '@parley/service-kit';
import { FactsController } from './facts/facts.controller';
import { ReportsController } from './reports/reports.controller';
import { Reports } from './reports/reports.query';
import { TodayController } from './today/today.controller';
import { TodayFigures } from './today/today.query';
import { POOL } from './tokens';
import { WrapUpReasonsController } from './wrap-up-reasons/wrap-up-reasons.controller';
import { SCHEMA, type WrapUpReportingSettings } from './wrap-up-reporting.config';

export interface ReportingEngines {
  readonly settings: WrapUpReportingSettings;
  readonly contactCenter: ContactCenter;
  readonly logger: Logger;
  readonly bus: MessageBus;
}

/** The whole service on given engines, not yet listening; `close` ends its calls and handlers, then its connections. */
export async function createReportingService({ settings, contactCenter, logger, bus }: ReportingEngines): Promise<{ app: NestFastifyApplication; close(): Promise<void> }> {
  const pool = openPool({
    databaseUrl: settings.DATABASE_URL,
    applicationName: 'parley-wrap-up-reporting',
    poolMax: settings.DATABASE_POOL_MAX,
    schema: SCHEMA,
  });
  const app = await createService({
    settings,
    contactCenter,
    logger,
    isOutage: isPassing,
    module: {
      controllers: [WrapUpReasonsController, ReportsController, TodayController, FactsController],
      providers: [{ provide: POOL, useValue: pool }, Reports, TodayFigures],
    },
    checks: { database: () => pool.query('select 1').then(() => undefined) },
    configure: async (nest) => {
      connectMessageBus(nest, bus);
      await nest.startAllMicroservices();
    },
  });
  return { app, close: () => app.close().finally(() => pool.end()) };
}
