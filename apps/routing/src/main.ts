import { createEventStore } from '@parley/event-store';
import { busMetrics, createMessageBus } from '@parley/message-bus';
import { migrate } from '@parley/read-store';
import { closeOnSignals, createLogger, kafkaConnection, loadContactCenter, loadSettings, metrics, startService } from '@parley/service-kit';
import { MIGRATIONS } from './migrations';
import { RoutingSettings, SCHEMA } from './routing.config';
import { createRoutingService } from './routing.service';

startService(async () => {
  const settings = loadSettings(RoutingSettings);
  const contactCenter = loadContactCenter(settings.CONTACT_CENTER_CONFIG);
  const logger = createLogger('routing', settings.LOG_LEVEL);
  const { DATABASE_URL: databaseUrl, EVENTSTORE_URL: eventStoreUrl } = settings;
  const applicationName = 'parley-routing';
  await migrate(databaseUrl, SCHEMA, MIGRATIONS, logger);
  const store = await createEventStore({ databaseUrl, applicationName, eventStoreUrl, logger });
  const bus = await createMessageBus({ databaseUrl, applicationName, kafka: kafkaConnection(settings), logger, observer: busMetrics(metrics) });
  const { app, close } = await createRoutingService({ settings, contactCenter, logger, store, bus });
  closeOnSignals(
    {
      close: async () => {
        await close();
        await Promise.allSettled([bus.close(), store.close()]);
      },
    },
    logger,
  );
  await app.listen(settings.ROUTING_PORT, settings.HOST);
  logger.info({ port: settings.ROUTING_PORT }, 'listening');
});
