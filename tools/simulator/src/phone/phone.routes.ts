import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { bsuidOf } from '../chats/bsuid';
import type { ChatNews } from '../chats/chat-book';
import type { Simulator } from '../simulator';

const FILES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'phone.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'phone.js': 'text/javascript; charset=utf-8',
  'api.js': 'text/javascript; charset=utf-8',
  'chat-list.js': 'text/javascript; charset=utf-8',
  'chat-view.js': 'text/javascript; charset=utf-8',
  'elements.js': 'text/javascript; charset=utf-8',
  'texts.js': 'text/javascript; charset=utf-8',
};
const PAGES_MAX = 100;
const HEARTBEAT_MS = 15_000;

const Chat = z.strictObject({ phoneNumberId: z.string(), customerKey: z.string() });
const Person = z.strictObject({
  name: z.string().trim().min(1).max(100),
  phone: z.string().regex(/^\+?[\d\s().-]{7,24}$/),
  hidesPhone: z.boolean().default(false),
});
const Writing = z.strictObject({ phoneNumberId: z.string(), customerKey: z.string(), text: z.string().min(1).max(4096) });
const Looking = z.strictObject({ page: z.string(), chat: Chat.nullable() });

/** The page at `/` where a person writes as a customer, and what it needs. */
export function phoneRoutes(app: FastifyInstance, simulator: Simulator, pageFolder: string): void {
  const { book } = simulator;
  for (const [file, type] of Object.entries(FILES))
    app.get(file === 'index.html' ? '/' : `/${file}`, async (_request, reply) => pageFile(reply, join(pageFolder, file), type));

  app.get('/phone/state', async () => ({
    numbers: simulator.config.numbers,
    customers: book.everybody(),
    latest: book.latest(),
  }));

  app.get('/phone/chats/:phoneNumberId/:customerKey', async (request) => {
    const { phoneNumberId, customerKey } = Chat.parse(request.params);
    return { items: book.chat(phoneNumberId, customerKey) };
  });

  app.post('/phone/customers', async (request, reply) => {
    const { name, phone, hidesPhone } = Person.parse(request.body);
    const bsuid = bsuidOf(phone.replace(/\D/g, ''));
    return reply.code(201).send(book.customer(hidesPhone ? { bsuid, name } : { phone, bsuid, name }));
  });

  app.post('/phone/messages', async (request, reply) => {
    const { phoneNumberId, customerKey, text } = Writing.parse(request.body);
    const [number, customer] = [simulator.number(phoneNumberId), book.find(customerKey)];
    if (!number || !customer) return reply.code(404).send({ error: 'no such chat' });
    const written = simulator.customerWrites(number, { phoneNumberId, customer, type: 'text', text, content: { text: { body: text } } });
    return written ? reply.code(202).send(written.message) : reply.code(503).send({ error: 'too much is on its way' });
  });

  app.post('/phone/look', async (request, reply) => {
    const { page, chat } = Looking.parse(request.body);
    const number = chat && simulator.number(chat.phoneNumberId);
    const customer = chat && book.find(chat.customerKey);
    if (number && customer) simulator.look(page, number, customer);
    else simulator.open.close(page);
    return reply.code(204).send();
  });

  app.get('/phone/live', (_request, reply) => live(reply, simulator));
}

async function pageFile(reply: FastifyReply, file: string, type: string): Promise<FastifyReply> {
  return reply
    .headers({ 'content-type': type, 'cache-control': 'no-cache', 'content-security-policy': "default-src 'self'", 'x-content-type-options': 'nosniff' })
    .send(await readFile(file));
}

/** Server-sent events: `hello` with the page's id, then the news. A page that does not read is let go. */
function live(reply: FastifyReply, simulator: Simulator): FastifyReply {
  const { news } = simulator.book;
  if (news.listenerCount('news') >= PAGES_MAX) return reply.code(503).send({ error: 'too many pages' });
  const page = randomUUID();
  const stream = reply.hijack().raw;
  stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const write = (event: string, data: unknown) => {
    if (!stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`) && stream.writableLength > 1_000_000) stream.destroy();
  };
  const onNews = (one: ChatNews) => write(one.kind, one);
  const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
  news.on('news', onNews);
  stream.on('close', () => {
    clearInterval(heartbeat);
    news.off('news', onNews);
    simulator.open.close(page);
  });
  write('hello', { page });
  return reply;
}
