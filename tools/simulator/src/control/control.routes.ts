import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { FaultsPatch } from '../faults';
import type { Simulator } from '../simulator';
import { postWebhook, verifyWebhook } from '../webhook/webhook-post';
import { toWire } from '../webhook/wire';

const WAIT_MAX_MS = 30_000;

const Message = z.strictObject({
  phoneNumberId: z.string(),
  /** The customer's phone; may be left out when `bsuid` is there. */
  from: z.string().optional(),
  name: z.string().optional(),
  /** null: none at all, as before April 2026. Left out: always the same one for the phone. */
  bsuid: z.string().nullable().optional(),
  text: z.string().default(''),
  type: z.string().default('text'),
  /** Put beside `type` as it is, such as `{"image":{…}}`. */
  raw: z.record(z.string(), z.unknown()).optional(),
  wamid: z.string().optional(),
  /** Unix seconds. */
  timestamp: z.coerce.number().optional(),
  /** Answer only when the webhook has answered 200. */
  wait: z.boolean().default(false),
});

const Webhook = z.strictObject({
  /** JSON, to be written as Meta writes it. */
  body: z.unknown().optional(),
  /** Or the very text to post. */
  text: z.string().optional(),
  signature: z.union([z.enum(['valid', 'none']), z.string()]).default('valid'),
  /** So many equal ones at the same time. */
  times: z.int().min(1).max(100).default(1),
});

const CallsQuery = z.object({
  reference: z.string().optional(),
  phoneNumberId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

/** What tests do to WhatsApp: write as a customer, post raw notifications, see what was sent, switch faults. */
export function controlRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.post('/messages', async (request, reply) => {
    const wanted = Message.parse(request.body);
    const number = simulator.number(wanted.phoneNumberId);
    if (!number) return refuse(reply, 404, 'no such number');
    if (!wanted.from && !wanted.bsuid) return refuse(reply, 400, 'from or bsuid is needed');
    const customer = simulator.book.customer({
      ...(wanted.from && { phone: wanted.from }),
      ...(wanted.bsuid !== undefined && { bsuid: wanted.bsuid }),
      ...(wanted.name && { name: wanted.name }),
    });
    const written = simulator.customerWrites(number, {
      ...wanted,
      customer,
      content: wanted.raw ?? { text: { body: wanted.text } },
      ...(wanted.timestamp !== undefined && { atMs: wanted.timestamp * 1000 }),
    });
    if (!written) return refuse(reply, 503, 'too much is on its way');
    if (wanted.wait && !(await within(WAIT_MAX_MS, written.delivered))) return refuse(reply, 504, 'the webhook did not answer 200');
    return reply.code(202).send({ wamid: written.message.wamid, customer });
  });

  app.post('/webhooks', async (request) => {
    const wanted = Webhook.parse(request.body);
    const bytes = wanted.text === undefined ? toWire(wanted.body ?? {}) : Buffer.from(wanted.text, 'utf8');
    const signature = wanted.signature === 'valid' ? undefined : wanted.signature === 'none' ? null : wanted.signature;
    const post = () => postWebhook(simulator.config, bytes, signature === undefined ? {} : { signature });
    return { answers: await Promise.all(Array.from({ length: wanted.times }, post)) };
  });

  app.post('/handshake', () => verifyWebhook(simulator.config.webhookUrl, simulator.config.verifyToken));

  app.get('/calls', async (request) => {
    const query = CallsQuery.parse(request.query);
    return { received: simulator.calls.received, items: simulator.calls.list(query), counts: simulator.calls.counts() };
  });

  app.get('/chats/:phoneNumberId/:customer', async (request) => {
    const { phoneNumberId, customer } = request.params as { phoneNumberId: string; customer: string };
    const found = simulator.book.find(customer.replace(/^\+/, ''));
    return { customer: found ?? null, items: found ? simulator.book.chat(phoneNumberId, found.key) : [] };
  });

  app.get('/faults', async () => simulator.faults.now);
  app.post('/faults', async (request) => simulator.faults.change(FaultsPatch.parse(request.body)));
  app.get('/deliveries', async () => ({ ...simulator.delivery.counts, last: simulator.delivery.last ?? null }));
  app.post('/reset', async (_request, reply) => {
    simulator.reset();
    return reply.code(204).send();
  });
}

const refuse = (reply: FastifyReply, status: number, reason: string) => reply.code(status).send({ error: reason });

/** True when it happened in time. */
const within = (ms: number, wait: Promise<void>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  return Promise.race([wait.then(() => true), limit]).finally(() => clearTimeout(timer));
};
