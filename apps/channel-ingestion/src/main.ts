import { busMetrics, createMessageBus } from '@parley/message-bus';
import { migrate } from '@parley/read-store';
import { closeOnSignals, createLogger, kafkaConnection, loadContactCenter, loadSettings, metrics, startService } from '@parley/service-kit';
import { ChannelIngestionSettings } from './channel-ingestion.config';
import { createChannelIngestion } from './channel-ingestion.service';
import { MIGRATIONS, SCHEMA } from './migrations';

startService(async () => {
  const settings = loadSettings(ChannelIngestionSettings);
  const contactCenter = loadContactCenter(settings.CONTACT_CENTER_CONFIG);
  const logger = createLogger('channel-ingestion', settings.LOG_LEVEL);
  const { DATABASE_URL: databaseUrl } = settings;
  await migrate(databaseUrl, SCHEMA, MIGRATIONS, logger);
  const bus = await createMessageBus({ databaseUrl, applicationName: 'parley-channel-ingestion', kafka: kafkaConnection(settings), logger, observer: busMetrics(metrics) });
  const { app, close } = await createChannelIngestion({ settings, contactCenter, logger, bus });
  closeOnSignals(
    {
      close: async () => {
        await close();
        await bus.close();
      },
    },
    logger,
  );
  await app.listen(settings.CHANNEL_INGESTION_PORT, settings.HOST);
  logger.info({ port: settings.CHANNEL_INGESTION_PORT }, 'listening');
});
