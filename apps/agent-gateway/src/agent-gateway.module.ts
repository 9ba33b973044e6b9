import type { MessageBus } from '@parley/event-sourcing';
import { connectMessageBus } from '@parley/message-bus';
import { type ContactCenter, createService, type Logger, serviceToken } from '@parley/service-kit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewaySettings } from './agent-gateway.config';
import { desktop, neverSniffed } from './desktop/desktop.plugin';
import { DocumentsController } from './documents/documents.controller';
import { serviceChecks } from './health/service-health.client';
import { LiveController } from './live/live.controller';
import { LiveFeed } from './live/live-feed.service';
import { LiveTopicsController } from './live/live-topics.controller';
import { TopicsRead } from './live/topics-read.guard';
import { proxy } from './proxy/proxy.plugin';
import { AgentSignIn } from './sign-in/agent-sign-in.client';
import { PasswordVerifier } from './sign-in/password.verifier';
import { SignInController } from './sign-in/sign-in.controller';
import { Upstreams } from './upstream/upstreams.client';
import { WallboardController } from './wallboard/wallboard.controller';
import { WallboardFeed } from './wallboard/wallboard-feed.service';
import { WallboardSource } from './wallboard/wallboard-source.client';

export interface GatewayParts {
  readonly settings: GatewaySettings;
  readonly contactCenter: ContactCenter;
  readonly logger: Logger;
  readonly bus: MessageBus;
}

/** The gateway, not yet listening; there are no streams before both event topics are read. Whoever made the bus closes it after the app. */
export function createGateway({ settings, contactCenter, logger, bus }: GatewayParts): Promise<NestFastifyApplication> {
  const upstreams = new Upstreams(settings);
  const wallboard = new WallboardFeed({ source: new WallboardSource(upstreams, serviceToken(settings)), contactCenter, logger });
  const feed = new LiveFeed({ settings, contactCenter, logger, upstreams, wallboard });
  const topicsRead = new TopicsRead();
  return createService({
    settings,
    contactCenter,
    logger,
    checks: { ...serviceChecks(upstreams), topics: () => topicsRead.check() },
    module: {
      controllers: [SignInController, LiveController, WallboardController, LiveTopicsController, DocumentsController],
      providers: [
        { provide: Upstreams, useValue: upstreams },
        { provide: LiveFeed, useValue: feed },
        { provide: TopicsRead, useValue: topicsRead },
        { provide: WallboardFeed, useValue: wallboard },
        { provide: AgentSignIn, useValue: new AgentSignIn(settings, contactCenter, upstreams) },
        { provide: PasswordVerifier, useValue: new PasswordVerifier(contactCenter) },
      ],
    },
    configure: async (app) => {
      const routes = app.getHttpAdapter().getInstance();
      neverSniffed(routes);
      await routes.register(proxy(upstreams, logger));
      const { AUTH_MODE, OIDC_ISSUER } = settings;
      await routes.register(desktop(settings.DESKTOP_DIR, logger, AUTH_MODE === 'oidc' && OIDC_ISSUER ? [new URL(OIDC_ISSUER).origin] : []));
      topicsRead.transport = connectMessageBus(app, bus);
      await app.startAllMicroservices();
    },
  });
}
