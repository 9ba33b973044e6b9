import type { FastifyInstance } from 'fastify';
import type { Logger } from '@parley/service-kit';
import { answerProblems } from '../problems/problem.reply';
import type { Upstreams } from '../upstream/upstreams.client';
import { forward } from './forward.client';
import { PROXIED_PATHS } from './proxied-paths';
import { ReleasedPlaces } from './released-places.service';

/** Every path of {@link PROXIED_PATHS} is answered by its service; callers are authenticated there. */
export function proxy(upstreams: Upstreams, logger: Logger) {
  return async (routes: FastifyInstance): Promise<void> => {
    answerProblems(routes, logger);
    const released = new ReleasedPlaces();
    // The services parse and check the bytes as they came; here they are only passed on.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const { path, to, methods, bodyMax } of PROXIED_PATHS) {
      const upstream = upstreams.to(to);
      routes.route({
        url: path,
        method: [...methods],
        handler: (request, reply) => forward(upstream, request, reply, { bodyMax, released }),
      });
    }
  };
}
