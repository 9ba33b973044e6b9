import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type EventStore, type MessageBus, pause, runRelay } from '@parley/event-sourcing';
import { connectMessageBus } from '@parley/message-bus';
import { checkpointIn, databaseTimeMs, isPassing, openPool, whileLeader } from '@parley/read-store';
import { type ContactCenter, createService, DatabaseClock, type Logger } from '@parley/service-kit';
import type { Pool } from 'pg';
import { rosterOf } from './partition/roster';
import { decideTurn } from './partition/routing-decider';
import { PARTITION, type RoutingSettings, SCHEMA } from './routing.config';
import { routingModule } from './routing.module';
import { relayRecord } from './running/agent-events.relay';
import { ConversationCommands } from './running/conversation-commands.publisher';
import { PartitionLog } from './running/partition-log.observer';
import { expireOnTime, remindOnTime, type Timing } from './running/reservations.timer';
import { RoutingPartition } from './running/routing-partition.service';
import { RoutingSnapshots } from './running/routing-snapshots.repository';

export interface RoutingEngines {
  readonly settings: RoutingSettings;
  readonly contactCenter: ContactCenter;
  readonly logger: Logger;
  readonly store: EventStore;
  readonly bus: MessageBus;
}

const RELAY = 'relay';
/** Longer than this nobody waits for the log: calls are answered 503 until it is read. */
const RECOVERY_WAIT_MS = 5_000;

export interface RoutingService {
  readonly app: NestFastifyApplication;
  /** Ends everything, the app included; what is in line is decided and asked before. */
  readonly close: () => Promise<void>;
}

/** The whole service on given engines, not yet listening. */
export async function createRoutingService(engines: RoutingEngines): Promise<RoutingService> {
  const { settings, contactCenter, logger, store, bus } = engines;
  const pool = openPool({ databaseUrl: settings.DATABASE_URL, applicationName: 'parley-routing', poolMax: settings.DATABASE_POOL_MAX, schema: SCHEMA });
  const clock = new DatabaseClock(() => databaseTimeMs(pool));
  await clock.start();
  const commands = new ConversationCommands(bus, logger);
  const observer = new PartitionLog(commands, logger);
  const roster = rosterOf(contactCenter.config);
  const partition = new RoutingPartition({ name: PARTITION, store, roster, clock, decide: decideTurn, snapshots: new RoutingSnapshots(pool), observer });
  const recovered = new AbortController();
  const started = partition.start().finally(() => recovered.abort());
  await pause(RECOVERY_WAIT_MS, recovered.signal);
  const stopping = new AbortController();
  const timing: Timing = { clock, logger, signal: stopping.signal };
  const app = await createService({
    settings,
    contactCenter,
    logger,
    isOutage: isPassing,
    module: routingModule(partition),
    checks: {
      database: () => databaseTimeMs(pool).then(() => undefined),
      log: () => store.head().then(() => undefined),
      broker: () => bus.check(),
      partition: () => void partition.known(),
    },
    configure: async (nest) => {
      connectMessageBus(nest, bus);
      await nest.startAllMicroservices();
    },
  });
  const work = [started, expireOnTime(partition, timing), lead(engines, { pool, partition, commands, timing })];
  const close = async () => {
    await app.close();
    stopping.abort();
    await partition.stop();
    await commands.stop();
    clock.stop();
    await Promise.allSettled(work);
    await pool.end();
  };
  return { app, close };
}

interface Led {
  readonly pool: Pool;
  readonly partition: RoutingPartition;
  readonly commands: ConversationCommands;
  readonly timing: Timing;
}

/** One replica publishes what happens to agents and reminds the conversations; the others stand by. */
function lead({ settings, logger, store, bus }: RoutingEngines, { pool, partition, commands, timing }: Led): Promise<void> {
  const onError = (error: unknown) => logger.warn({ err: error }, 'publishing waits');
  return whileLeader({
    databaseUrl: settings.DATABASE_URL,
    name: `routing/${PARTITION}`,
    signal: timing.signal,
    onError,
    run: async (signal) => {
      const checkpoint = checkpointIn(pool, RELAY);
      const relay = runRelay({ store, bus, categories: ['routing'], toRecord: relayRecord, checkpoint, signal, onError });
      await Promise.all([relay, remindOnTime(partition, commands, { ...timing, signal })]);
    },
  });
}
