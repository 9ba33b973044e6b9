import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hasToken } from '../graph/graph-token';
import type { Simulator } from '../simulator';
import { FILE_BYTES_MAX, mediaContent, type ShelvedMedia } from './media-shelf';

const MIME_TYPE = /^[a-z]+\/[\w.+-]+$/;
const File = z.strictObject({ mimeType: z.string().regex(MIME_TYPE), base64: z.base64() });
const Sent = z.strictObject({ phoneNumberId: z.string(), customerKey: z.string(), name: z.string().max(200).optional() });

/** What the Graph API says of a file; the address is good as long as the simulator runs. */
export function mediaLookUp({ id, mimeType, bytes }: ShelvedMedia, request: FastifyRequest) {
  return {
    messaging_product: 'whatsapp',
    url: `http://${request.headers.host}/media/${id}`,
    mime_type: mimeType,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    file_size: bytes.length,
    id,
  };
}

/** Files: where the Graph API says they are, for tests, and for the phone page. */
export function mediaRoutes(app: FastifyInstance, simulator: Simulator): void {
  const { media } = simulator;
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX }, (_request, body, done) => done(null, body));

  app.get<{ Params: { id: string } }>('/media/:id', async (request, reply) => {
    if (!hasToken(request, simulator.config.accessToken)) return reply.code(401).type('text/html').send('<html>Unauthorized</html>');
    return file(reply, media.find(request.params.id));
  });

  app.post('/control/media', async (request, reply) => {
    const { mimeType, base64 } = File.parse(request.body);
    const { kind, content } = mediaContent(media.put(mimeType, Buffer.from(base64, 'base64')));
    return reply.code(201).send({ type: kind, raw: content });
  });

  app.get<{ Params: { id: string } }>('/phone/media/:id', async (request, reply) => {
    reply.headers({ 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' });
    return file(reply, media.find(request.params.id));
  });

  app.post('/phone/media', async (request, reply) => {
    const { phoneNumberId, customerKey, name } = Sent.parse(request.query);
    const mimeType = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    if (!Buffer.isBuffer(request.body) || !MIME_TYPE.test(mimeType)) return reply.code(400).send({ error: 'a file with its type is needed' });
    const [number, customer] = [simulator.number(phoneNumberId), simulator.book.find(customerKey)];
    if (!number || !customer) return reply.code(404).send({ error: 'no such chat' });
    const shelved = media.put(mimeType, request.body);
    const { kind, content } = mediaContent(shelved, name === undefined ? {} : { fileName: name });
    const written = simulator.customerWrites(number, { phoneNumberId, customer, type: kind, text: kind === 'document' ? (name ?? '') : '', content, mediaId: shelved.id });
    return written ? reply.code(202).send(written.message) : reply.code(503).send({ error: 'too much is on its way' });
  });
}

const file = (reply: FastifyReply, found: ShelvedMedia | undefined) =>
  found ? reply.type(found.mimeType).send(found.bytes) : reply.code(404).send({ error: 'no such file' });
