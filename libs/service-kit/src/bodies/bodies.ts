import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Bodies are JSON or a form. One without a byte is none, whatever it is said to be: many clients name JSON in every call, and most
 * commands need no body. What does need one says what is missing from it.
 */
export function takeBodies(app: NestFastifyApplication): void {
  const routes = app.getHttpAdapter().getInstance();
  routes.addHook('onRequest', (request, _reply, done) => {
    if (isKnownEmpty(request)) delete request.headers['content-type'];
    done();
  });
  const readJson = routes.getDefaultJsonParser('error', 'error');
  // A body whose length was not told may turn out to be empty too.
  app.useBodyParser('application/json', {}, (request: FastifyRequest, body: Buffer, done: Done) => {
    if (body.length === 0) done(null);
    else void readJson(request, body.toString('utf8'), done);
  });
  app.useBodyParser('application/x-www-form-urlencoded', {}, (_request: FastifyRequest, body: Buffer, done: Done) =>
    done(null, Object.fromEntries(new URLSearchParams(body.toString('utf8')))),
  );
}

const isKnownEmpty = ({ headers }: FastifyRequest): boolean => headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
