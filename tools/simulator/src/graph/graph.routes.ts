import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mediaLookUp } from '../media/media.routes';
import type { Simulator } from '../simulator';
import { type GraphCall } from './call-log';
import { asked, badToken, invalidParameter, type GraphRefusal, unknownObject } from './graph-errors';
import { hasToken } from './graph-token';
import { sendRequest } from './send-request';

interface Path {
  readonly version: string;
  readonly phoneNumberId: string;
}

const HTML = '<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>';

/** `POST /{version}/{phoneNumberId}/messages`, `GET /{version}/{phoneNumberId}` and `GET /{version}/{mediaId}`, as graph.facebook.com answers them. */
export function graphRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.setErrorHandler((_error, _request, reply) => refuse(reply, invalidParameter('Invalid parameter')));

  app.post<{ Params: Path }>('/:version(^v\\d+\\.\\d+$)/:phoneNumberId/messages', async (request, reply) => {
    const call = simulator.calls.add({
      atMs: Date.now(),
      ...request.params,
      body: request.body,
      ...referenceOf(request.body),
      outcome: 'running',
    });
    const { delayMs } = simulator.faults.now.graph;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    return answer({ request, reply, call, simulator });
  });

  app.get<{ Params: Path }>('/:version(^v\\d+\\.\\d+$)/:phoneNumberId', async (request, reply) => {
    if (!hasToken(request, simulator.config.accessToken)) return refuse(reply, badToken());
    const media = simulator.media.find(request.params.phoneNumberId);
    if (media) return mediaLookUp(media, request);
    const number = simulator.number(request.params.phoneNumberId);
    if (!number) return refuse(reply, unknownObject(request.params.phoneNumberId, 'get'));
    return {
      id: number.phoneNumberId,
      display_phone_number: number.displayNumber,
      verified_name: 'Parley demo',
      quality_rating: 'GREEN',
      status: 'CONNECTED',
      throughput: { level: 'STANDARD' },
    };
  });
}

interface Exchange {
  readonly request: FastifyRequest<{ Params: Path }>;
  readonly reply: FastifyReply;
  readonly call: GraphCall;
  readonly simulator: Simulator;
}

async function answer(exchange: Exchange): Promise<unknown> {
  const { request, reply, call, simulator } = exchange;
  const refuseCall = (refusal: GraphRefusal) => {
    Object.assign(call, { outcome: 'refused', code: refusal.code });
    return refuse(reply, refusal);
  };
  if (!hasToken(request, simulator.config.accessToken)) return refuseCall(badToken());
  const number = simulator.number(request.params.phoneNumberId);
  if (!number) return refuseCall(unknownObject(request.params.phoneNumberId, 'post'));
  const wanted = sendRequest(request.body, simulator.config.templates);
  if (wanted.kind === 'refused') return refuseCall(wanted.refusal);
  if (wanted.kind === 'read') {
    call.outcome = 'accepted';
    simulator.businessRead(wanted.wamid, wanted.typing);
    return { success: true };
  }
  const fault = simulator.faults.takeRefusal();
  if (fault?.html) {
    Object.assign(call, { outcome: 'refused' });
    return reply.code(fault.status).type('text/html').send(HTML);
  }
  if (fault) return refuseCall(asked(fault));
  const sent = await simulator.businessSends(number, wanted);
  if ('refusal' in sent) return refuseCall(sent.refusal);
  Object.assign(call, { outcome: 'accepted', wamid: sent.wamid });
  return accepted(exchange, { wamid: sent.wamid, contact: contact(wanted.to, sent.customer) });
}

const contact = (to: { phone: string } | { bsuid: string }, customer: { phone?: string; bsuid?: string }) =>
  'phone' in to ? { input: to.phone, wa_id: customer.phone } : { input: to.bsuid, user_id: customer.bsuid };

/** The usual answer, or silence, or a cut connection. */
function accepted({ reply, call, simulator }: Exchange, sent: { wamid: string; contact: object }): unknown {
  const cut = simulator.faults.takeCut();
  if (!cut && !simulator.faults.takeTimeOut())
    return { messaging_product: 'whatsapp', contacts: [sent.contact], messages: [{ id: sent.wamid }] };
  call.outcome = 'no-answer';
  reply.hijack();
  if (cut) reply.raw.destroy();
  return undefined;
}

const refuse = (reply: FastifyReply, { status, body }: GraphRefusal) => reply.code(status).send(body);

const referenceOf = (body: unknown): { reference?: string } => {
  const reference = (body as { biz_opaque_callback_data?: unknown } | null | undefined)?.biz_opaque_callback_data;
  return typeof reference === 'string' ? { reference } : {};
};
