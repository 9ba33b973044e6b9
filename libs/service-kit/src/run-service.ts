import { type DynamicModule, type INestApplication, Module, type ModuleMetadata } from '@nestjs/common';
import { APP_GUARD, NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { AuthGuard } from './auth/auth.guard';
import { TokenVerifier } from './auth/token-verifier';
import { takeBodies } from './bodies/bodies';
import { endUnusedConnections } from './connections/unused-connections';
import { ContactCenter } from './contact-center/contact-center';
import { HEALTH_CHECKS, HealthController, type HealthChecks } from './health/health';
import { type Logger, NestLogger } from './logging/logger';
import { MetricsController } from './metrics/metrics';
import { type IsOutage, ProblemFilter, toProblem } from './problems/problem.filter';
import { LOGGER, SETTINGS } from './run-service-tokens';
import type { ServiceSettings } from './settings/settings';

export interface ServiceOptions {
  readonly settings: ServiceSettings;
  readonly contactCenter: ContactCenter;
  readonly logger: Logger;
  readonly module: ModuleMetadata;
  readonly checks: HealthChecks;
  readonly bodyLimit?: number;
  /** Errors that are answered 503 and may be tried again, beside those that every service knows. */
  readonly isOutage?: IsOutage;
  /** Before the routes are made: parsers, plugins, broker transports. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
}

@Module({})
class ServiceModule {}

function serviceModule({ settings, contactCenter, logger, module, checks }: ServiceOptions): DynamicModule {
  return {
    module: ServiceModule,
    global: true,
    imports: module.imports,
    controllers: [HealthController, MetricsController, ...(module.controllers ?? [])],
    providers: [
      { provide: SETTINGS, useValue: settings },
      { provide: LOGGER, useValue: logger },
      { provide: ContactCenter, useValue: contactCenter },
      { provide: HEALTH_CHECKS, useValue: checks },
      { provide: TokenVerifier, useFactory: () => new TokenVerifier(settings, contactCenter) },
      { provide: APP_GUARD, useFactory: (reflector: Reflector, tokens: TokenVerifier) => new AuthGuard(reflector, tokens), inject: [Reflector, TokenVerifier] },
      ...(module.providers ?? []),
    ],
  };
}

/** The Nest app of a service, not yet listening: tokens checked, problems answered, `/health` and `/metrics` there. */
export async function createService(options: ServiceOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimit ?? 1_048_576,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => headerText(request.headers['x-request-id']) ?? randomUUID(),
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    // An id of 200 characters, each of them escaped, is still looked up.
    routerOptions: { maxParamLength: 1_000 },
    // An address that cannot be read reaches no route and no filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const problem = toProblem(error, request.id);
      void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(serviceModule(options), adapter, {
    logger: new NestLogger(options.logger),
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(options.logger, options.isOutage));
  takeBodies(app);
  endUnusedConnections(adapter.getInstance());
  await options.configure?.(app);
  return app;
}

const headerText = (value: string | string[] | undefined) =>
  typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) ? value : undefined;

const DRAIN_MS = 8_000;

/** Ends the app once on SIGTERM, SIGINT or when the supervisor is gone: drains, then exits; after 8 s without mercy. */
export function closeOnSignals(app: Pick<INestApplication, 'close'>, logger: Logger): void {
  let closing = false;
  const close = (why: string) => {
    if (closing) return;
    closing = true;
    logger.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    void app
      .close()
      .catch((error: unknown) => logger.error({ err: error }, 'did not stop cleanly'))
      .finally(() => process.exit(0));
  };
  process.once('SIGTERM', () => close('SIGTERM'));
  process.once('SIGINT', () => close('SIGINT'));
  process.once('disconnect', () => close('the supervisor is gone'));
}

/**
 * Runs a service's `main`. An error that was foreseen ends the process with its message and no stack: a wrong setting, or one
 * that says by `exitCode` with what to end.
 */
export function startService(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const { exitCode, message } = (error ?? {}) as { exitCode?: unknown; message?: string };
    const foreseen = typeof exitCode === 'number';
    process.stderr.write(`${foreseen ? message : ((error as Error)?.stack ?? String(error))}\n`);
    process.exit(foreseen ? exitCode : 1);
  });
}
