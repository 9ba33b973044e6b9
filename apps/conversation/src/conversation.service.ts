import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type EventStore, type MessageBus, runRelay } from '@parley/event-sourcing';
import { connectMessageBus } from '@parley/message-bus';
import { checkpointIn, databaseTimeMs, isPassing, openPool, runStoreProjection, whileLeader } from '@parley/read-store';
import { type ContactCenter, createService, DatabaseClock, type Logger } from '@parley/service-kit';
import { CommandBus } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { type ConversationSettings, SCHEMA } from './conversation.config';
import { conversationModule } from './conversation.module';
import { IdempotencyInterceptor } from './http/idempotency.interceptor';
import { OutboundMessageLog } from './inbound/outbound-message-log.adapter';
import { ParkedMessages } from './inbound/parked/parked-messages.adapter';
import { applyToReadModel } from './read-model/read-model.projection';
import { READ_MODEL, ReadModelProgress } from './read-model/read-model-progress.adapter';
import { relayRecord } from './relay-record';
import { TimerWorker } from './timers/timer-worker.adapter';
import { runUpkeep } from './timers/upkeep.adapter';

const CATEGORY = 'conversation';
const RELAY = 'relay';

export interface ConversationEngines {
  readonly settings: ConversationSettings;
  readonly contactCenter: ContactCenter;
  readonly logger: Logger;
  readonly store: EventStore;
  readonly bus: MessageBus;
}

/** The whole service on given engines, not yet listening; `close` ends its calls, then its background work, then its connections. */
export async function createConversationService(engines: ConversationEngines): Promise<{ app: NestFastifyApplication; close(): Promise<void> }> {
  const { settings, contactCenter, logger, store, bus } = engines;
  const pool = openPool({ databaseUrl: settings.DATABASE_URL, applicationName: 'parley-conversation', poolMax: settings.DATABASE_POOL_MAX, schema: SCHEMA });
  const clock = new DatabaseClock(() => databaseTimeMs(pool));
  await clock.start();
  const stopping = new AbortController();
  const projection = runStoreProjection({
    store,
    pool,
    name: READ_MODEL,
    categories: [CATEGORY],
    apply: applyToReadModel,
    signal: stopping.signal,
    onError: (error) => logger.warn({ err: error }, 'the read model waits'),
  });
  const app = await createService({
    settings,
    contactCenter,
    logger,
    isOutage: isPassing,
    module: conversationModule({ pool, store, clock, progress: new ReadModelProgress(projection) }),
    checks: { database: () => databaseTimeMs(pool).then(() => undefined), log: () => store.head().then(() => undefined) },
    configure: async (nest) => {
      connectMessageBus(nest, bus);
      await nest.startAllMicroservices();
    },
  });
  const work = [projection.done, relay(engines, pool, stopping.signal), ...upkeep(app, pool, logger, stopping.signal)];
  const close = async () => {
    await app.close();
    stopping.abort();
    clock.stop();
    await Promise.allSettled(work);
    await pool.end();
  };
  return { app, close };
}

/** One replica publishes; the others stand by. */
function relay({ settings, logger, store, bus }: ConversationEngines, pool: Pool, signal: AbortSignal): Promise<void> {
  const onError = (error: unknown) => logger.warn({ err: error }, 'publishing waits');
  return whileLeader({
    databaseUrl: settings.DATABASE_URL,
    name: 'conversation/relay',
    signal,
    onError,
    run: (leading) =>
      runRelay({
        store,
        bus,
        categories: [CATEGORY],
        toRecord: relayRecord,
        checkpoint: checkpointIn(pool, RELAY),
        signal: leading,
        onError,
      }),
  });
}

function upkeep(app: NestFastifyApplication, pool: Pool, logger: Logger, signal: AbortSignal): readonly Promise<void>[] {
  const timers = new TimerWorker(pool, app.get(CommandBus), logger);
  return [timers.run(signal), runUpkeep([app.get(OutboundMessageLog), app.get(ParkedMessages), app.get(IdempotencyInterceptor)], logger, signal)];
}
