import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MessageBus } from '@parley/event-sourcing';
import { connectMessageBus } from '@parley/message-bus';
import { isPassing, openPool } from '@parley/read-store';
import { type ContactCenter, createService, type Logger } from '@parley/service-kit';
import type { ChannelIngestionSettings } from './channel-ingestion.config';
import { wire } from './channel-ingestion.module';
import { OUTBOX_SCHEMA } from './outbound/outbox/outbox.migrations';

export interface ChannelIngestionEngines {
  readonly settings: ChannelIngestionSettings;
  readonly contactCenter: ContactCenter;
  readonly logger: Logger;
  readonly bus: MessageBus;
}

export interface ChannelIngestion {
  readonly app: NestFastifyApplication;
  /** Webhooks and consumers are drained, the calls that are under way have ended or some seconds have passed. */
  close(): Promise<void>;
}

/** The whole service on given engines, not yet listening. */
export async function createChannelIngestion({ settings, contactCenter, logger, bus }: ChannelIngestionEngines): Promise<ChannelIngestion> {
  const { DATABASE_URL: databaseUrl, DATABASE_POOL_MAX: poolMax } = settings;
  const pool = openPool({ databaseUrl, applicationName: 'parley-channel-ingestion', poolMax, schema: OUTBOX_SCHEMA });
  const { module, routes, dispatcher, graph } = wire({ settings, logger, bus, pool });
  await dispatcher.start();
  const app = await createService({
    settings,
    contactCenter,
    logger,
    module,
    isOutage: isPassing,
    checks: { database: () => pool.query('select 1').then(() => undefined), broker: () => bus.check() },
    configure: async (nest) => {
      await nest.register(routes);
      connectMessageBus(nest, bus);
      await nest.startAllMicroservices();
    },
  });
  const close = async () => {
    await Promise.all([app.close(), dispatcher.stop()]);
    graph.close();
    await pool.end();
  };
  return { app, close };
}
