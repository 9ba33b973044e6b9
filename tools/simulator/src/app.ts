import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { controlRoutes } from './control/control.routes';
import { graphRoutes } from './graph/graph.routes';
import { mediaRoutes } from './media/media.routes';
import { phoneRoutes } from './phone/phone.routes';
import type { Simulator } from './simulator';

/** Beside `src` and beside `dist`. */
const PAGE_FOLDER = join(__dirname, '..', 'page');
const BODY_MAX_BYTES = 12 * 1024 * 1024;

/** The HTTP server: Graph API, phone page and control API on one port. */
export function simulatorApp(simulator: Simulator): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, bodyLimit: BODY_MAX_BYTES });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const isBadRequest = error instanceof ZodError;
    const status = isBadRequest ? 400 : (error.statusCode ?? 500);
    return reply.code(status).send({ error: isBadRequest ? error.issues : error.message });
  });
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async () => ({ status: 'ok' }));
  app.register(async (scope) => graphRoutes(scope, simulator));
  app.register(async (scope) => controlRoutes(scope, simulator), { prefix: '/control' });
  app.register(async (scope) => mediaRoutes(scope, simulator));
  app.register(async (scope) => phoneRoutes(scope, simulator, PAGE_FOLDER));
  app.addHook('onClose', async () => simulator.stop());
  return app;
}
