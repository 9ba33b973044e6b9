import type { ModuleMetadata } from '@nestjs/common';
import { type Logger, systemClock } from '@parley/service-kit';
import type { MessageBus } from '@parley/event-sourcing';
import type { Pool } from 'pg';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ChannelIngestionSettings } from './channel-ingestion.config';
import { MediaAccess } from './media/media-access.client';
import { MediaClient } from './media/media.client';
import { MediaController } from './media/media.controller';
import { MediaFiles } from './media/media.service';
import { MediaStore } from './media/media.store';
import { Dispatcher } from './outbound/dispatcher.service';
import { GraphClient } from './outbound/graph/graph.client';
import { OutboundController } from './outbound/outbound.controller';
import { OutboundIntake } from './outbound/outbound.intake';
import { OutboxReports } from './outbound/outbox/outbox.reports';
import { OutboxStore } from './outbound/outbox/outbox.store';
import { WebhookIntake } from './webhook/webhook.intake';
import { webhookRoutes } from './webhook/webhook.routes';
import { WebhookSignature } from './webhook/webhook.signature';

/** The engines behind the ports. */
export interface Engines {
  readonly settings: ChannelIngestionSettings;
  readonly logger: Logger;
  readonly bus: MessageBus;
  /** On the outbox's schema. */
  readonly pool: Pool;
}

/** The only place where an adapter meets a port: webhooks in, messages out. */
export function wire({ settings, logger, bus, pool }: Engines) {
  // No two of our processes listen on one port of one host, so that what this name was sending is what we were sending.
  const name = `${hostname()}:${settings.CHANNEL_INGESTION_PORT}`;
  const store = new OutboxStore(pool, name);
  const graph = new GraphClient(settings);
  const dispatcher = new Dispatcher({
    store,
    reports: new OutboxReports(pool, bus, name),
    graph,
    logger,
    callsMax: settings.WHATSAPP_CALLS_MAX,
    messagesPerSecond: settings.WHATSAPP_MESSAGES_PER_SECOND,
    sendTimeoutMs: settings.WHATSAPP_SEND_TIMEOUT_MS,
    uncertainHoldMs: settings.WHATSAPP_UNCERTAIN_HOLD_MS,
  });
  const intake = new OutboundIntake(store, { asked: () => dispatcher.wake(), settled: () => dispatcher.wakeReports() });
  const module: ModuleMetadata = {
    controllers: [OutboundController, MediaController],
    providers: [
      { provide: OutboundIntake, useValue: intake },
      { provide: MediaAccess, useValue: new MediaAccess(settings.CONVERSATION_URL) },
      { provide: MediaFiles, useValue: mediaFiles(settings) },
    ],
  };
  const routes = webhookRoutes({
    verifyToken: settings.WHATSAPP_VERIFY_TOKEN,
    signature: new WebhookSignature(settings.WHATSAPP_APP_SECRET),
    intake: new WebhookIntake(bus, systemClock, logger),
    logger,
  });
  return { module, routes, dispatcher, graph };
}

function mediaFiles(settings: ChannelIngestionSettings): MediaFiles {
  const { WHATSAPP_MEDIA_DIR, PARLEY_DATA_DIR, WHATSAPP_MEDIA_KEPT_MB } = settings;
  return new MediaFiles(new MediaClient(settings), new MediaStore(WHATSAPP_MEDIA_DIR ?? join(PARLEY_DATA_DIR, 'media'), WHATSAPP_MEDIA_KEPT_MB * 1024 * 1024));
}
