import { busMetrics, createMessageBus } from '@parley/message-bus';
import { migrate } from '@parley/read-store';
import { closeOnSignals, createLogger, kafkaConnection, loadContactCenter, loadSettings, metrics, startService } from '@parley/service-kit';
import { MIGRATIONS } from './migrations';
import { SCHEMA, WrapUpReportingSettings } from './wrap-up-reporting.config';
import { createReportingService } from './wrap-up-reporting.service';

startService(async () => {
  const settings = loadSettings(WrapUpReportingSettings);
  const contactCenter = loadContactCenter(settings.CONTACT_CENTER_CONFIG);
  const logger = createLogger('wrap-up-reporting', settings.LOG_LEVEL);
  const { DATABASE_URL: databaseUrl } = settings;
  await migrate(databaseUrl, SCHEMA, MIGRATIONS, logger);
  const bus = await createMessageBus({ databaseUrl, applicationName: 'parley-wrap-up-reporting', kafka: kafkaConnection(settings), logger, observer: busMetrics(metrics) });
  const { app, close } = await createReportingService({ settings, contactCenter, logger, bus });
  closeOnSignals({ close: () => close().finally(() => bus.close()) }, logger);
  await app.listen(settings.WRAP_UP_REPORTING_PORT, settings.HOST);
  logger.info({ port: settings.WRAP_UP_REPORTING_PORT }, 'listening');
});
