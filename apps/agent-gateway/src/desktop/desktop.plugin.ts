import fastifyStatic from '@fastify/static';
import { Refused } from '@parley/contracts';
import type { Logger } from '@parley/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerProblems } from '../problems/problem.reply';

const YEAR_SECONDS = 31_536_000;

/** Styles may be inline because the component library sets some; scripts never. `others` are spoken to beside this origin. */
const contentSecurityPolicy = (others: readonly string[]) => [
  "default-src 'self'",
  ...(others.length > 0 ? [`connect-src 'self' ${others.join(' ')}`] : []),
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = (others: readonly string[]) => ({
  'content-security-policy': contentSecurityPolicy(others),
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
});

/** Paths that are programs' business: a wrong one is told so and not given a page. */
const NOT_PAGES = /^\/(api|webhooks|health|metrics|internal)(\/|$)/;
const HAS_EXTENSION = /\.[A-Za-z0-9]+$/;
/** Vite puts every file with a hash in its name there. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/**
 * The desktop's files at `/`; every page address of the desktop gives its one HTML file.
 *
 * @param others origins that the desktop speaks to beside this one: an identity provider's
 */
export function desktop(folder: string, logger: Logger, others: readonly string[] = []) {
  const headers = pageHeaders(others);
  return async (routes: FastifyInstance): Promise<void> => {
    answerProblems(routes, logger);
    await routes.register(fastifyStatic, {
      root: folder,
      serve: false,
      cacheControl: false,
      dotfiles: 'ignore',
      setHeaders: (reply, path) => {
        const cache = HASHED.test(path.replaceAll('\\', '/')) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
        reply.header('cache-control', cache);
        if (path.endsWith('.html')) reply.headers(headers);
      },
    });
    routes.get('/*', (request, reply) => page(request, reply));
  };
}

function page(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0]!;
  if (NOT_PAGES.test(path)) throw new Refused('not-found');
  if (HAS_EXTENSION.test(path)) return reply.sendFile(path.slice(1));
  const accept = request.headers['accept'] ?? '*/*';
  if (!/text\/html|\*\/\*/.test(accept)) throw new Refused('not-found');
  return reply.sendFile('index.html');
}

/** On every answer, of the services too: nobody takes it for another kind of content than it says. */
export function neverSniffed(instance: FastifyInstance): void {
  instance.addHook('onRequest', (_request, reply, done) => {
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    done();
  });
}
