import { busMetrics, createMessageBus } from '@parley/message-bus';
import { closeOnSignals, createLogger, kafkaConnection, loadContactCenter, loadSettings, metrics, startService } from '@parley/service-kit';
import { GatewaySettings } from './agent-gateway.config';
import { createGateway } from './agent-gateway.module';

startService(async () => {
  const settings = loadSettings(GatewaySettings);
  const contactCenter = loadContactCenter(settings.CONTACT_CENTER_CONFIG);
  const logger = createLogger('agent-gateway', settings.LOG_LEVEL);
  const { DATABASE_URL: databaseUrl } = settings;
  const bus = await createMessageBus({ databaseUrl, applicationName: 'parley-agent-gateway', kafka: kafkaConnection(settings), logger, observer: busMetrics(metrics) });
  const app = await createGateway({ settings, contactCenter, logger, bus });
  closeOnSignals({ close: () => app.close().finally(() => bus.close()) }, logger);
  await app.listen(settings.PORT, settings.HOST);
  logger.info({ port: settings.PORT }, 'listening');
});
