import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GraphCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Record<string, any>;
  /** What we answered with, when we took the message. */
  wamid?: string;
}

/** How the next call for a text is treated; after that, calls are taken again. */
export type Treatment =
  | { readonly kind: 'refuse'; readonly httpStatus: number; readonly error: Record<string, unknown>; readonly times?: number }
  /** The message is taken, but its sender never gets to know: the connection breaks. */
  | { readonly kind: 'break-off' }
  /** The answer waits for {@link GraphApi.letGo}. */
  | { readonly kind: 'hold' };

export const aWamid = (): string => `wamid.${randomBytes(30).toString('base64')}`;

/** Meta's Graph API as far as `POST /{version}/{phoneNumberId}/messages` goes, and everything that it was asked. */
export class GraphApi {
  readonly calls: GraphCall[] = [];
  /** How long WhatsApp thinks before it answers. */
  thinksMs = 0;
  private readonly treatments = new Map<string, Treatment>();
  private readonly held: (() => void)[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async open(): Promise<GraphApi> {
    const graph = new GraphApi();
    await new Promise<void>((resolve) => graph.server.listen(0, '127.0.0.1', resolve));
    return graph;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next call that carries `text`, or a template of that name, is treated so. */
  treat(text: string, treatment: Treatment): void {
    this.treatments.set(text, treatment);
  }

  /** Every answer that was held goes out. */
  letGo(): void {
    for (const send of this.held.splice(0)) send();
  }

  callsForTemplate(name: string): GraphCall[] {
    return this.calls.filter(({ body }) => body['template']?.name === name);
  }

  callsFor(text: string): GraphCall[] {
    return this.calls.filter(({ body }) => body['text']?.body === text);
  }

  async close(): Promise<void> {
    this.letGo();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the caller died before it had said everything: nothing was asked
    }
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const { authorization, 'content-type': contentType } = request.headers;
    const call: GraphCall = { method: request.method ?? '', path: request.url ?? '', authorization, contentType, body };
    this.calls.push(call);
    const text = body.text?.body ?? body.template?.name ?? '';
    const treatment = this.treatments.get(text);
    this.forget(text, treatment);
    if (treatment?.kind === 'refuse') return reply(response, treatment.httpStatus, { error: { type: 'OAuthException', fbtrace_id: 'Af1ct1t10us', ...treatment.error } });
    call.wamid = aWamid();
    if (treatment?.kind === 'break-off') return void request.socket.destroy();
    const took = () => reply(response, 200, { messaging_product: 'whatsapp', contacts: [{ input: body.to, wa_id: body.to }], messages: [{ id: call.wamid }] });
    if (treatment?.kind === 'hold') this.held.push(took);
    else setTimeout(took, this.thinksMs);
  }

  private forget(text: string, treatment: Treatment | undefined): void {
    if (treatment?.kind === 'refuse' && (treatment.times ?? 1) > 1) this.treatments.set(text, { ...treatment, times: treatment.times! - 1 });
    else this.treatments.delete(text);
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}
