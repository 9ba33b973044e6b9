import type { SentTemplate } from '@parley/contracts';
import { createHmac } from 'node:crypto';
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { CallResult } from './outcome';

export interface GraphSettings {
  readonly WHATSAPP_GRAPH_URL: string;
  readonly WHATSAPP_GRAPH_VERSION: string;
  readonly WHATSAPP_ACCESS_TOKEN: string;
  readonly WHATSAPP_APP_SECRET: readonly string[];
  readonly WHATSAPP_APP_SECRET_PROOF: 'on' | 'off';
  readonly WHATSAPP_SEND_TIMEOUT_MS: number;
}

/** What the customer gets to read; a template goes out by its name, and WhatsApp makes the text of it. */
export interface OutboundContent {
  readonly text: string;
  readonly template?: SentTemplate | undefined;
}

export interface GraphMessage {
  readonly phoneNumberId: string;
  readonly to: { readonly phone?: string | undefined; readonly bsuid?: string | undefined };
  readonly content: OutboundContent;
  /** Comes back with every status of the message. */
  readonly reference: string;
}

const REFERENCE_BYTES_MAX = 512;
const ANSWER_BYTES_MAX = 1_048_576;
/** Shorter than the 5 s after which common servers close an idle connection, so that we do not write into one that is closing. */
const IDLE_SOCKET_MS = 4_000;

/** Sends messages through the WhatsApp Cloud API; one call of `send` is one HTTP request at most. */
export class GraphClient {
  private readonly secure: boolean;
  private readonly agent: HttpAgent;

  constructor(private readonly settings: GraphSettings) {
    this.secure = settings.WHATSAPP_GRAPH_URL.startsWith('https:');
    const options = { keepAlive: true, timeout: IDLE_SOCKET_MS, scheduling: 'lifo' } as const;
    this.agent = this.secure ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Never rejects: a failure is a result, and says whether WhatsApp may have the message. */
  send(message: GraphMessage): Promise<CallResult> {
    const body = Buffer.from(JSON.stringify(requestBody(message)));
    const { WHATSAPP_ACCESS_TOKEN, WHATSAPP_SEND_TIMEOUT_MS } = this.settings;
    return new Promise((resolve) => {
      let written = false;
      const failed = (error: Error) => resolve({ kind: written ? 'unanswered' : 'unreachable', reason: (error as NodeJS.ErrnoException).code ?? error.message });
      const call = (this.secure ? httpsRequest : httpRequest)(this.url(message.phoneNumberId), {
        method: 'POST',
        agent: this.agent,
        headers: {
          authorization: `Bearer ${WHATSAPP_ACCESS_TOKEN}`,
          'content-type': 'application/json',
          'content-length': body.length,
          accept: 'application/json',
          'user-agent': 'Parley',
        },
      });
      const timer = setTimeout(() => call.destroy(new Error(`no answer in ${WHATSAPP_SEND_TIMEOUT_MS} ms`)), WHATSAPP_SEND_TIMEOUT_MS);
      onWritable(call, this.secure, () => (written = true));
      call.once('error', failed);
      call.once('close', () => clearTimeout(timer));
      call.once('response', (response) => readAnswer(response).then(resolve, failed));
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private url(phoneNumberId: string): string {
    const { WHATSAPP_GRAPH_URL, WHATSAPP_GRAPH_VERSION } = this.settings;
    return `${WHATSAPP_GRAPH_URL}/${WHATSAPP_GRAPH_VERSION}/${encodeURIComponent(phoneNumberId)}/messages${this.proof()}`;
  }

  private proof(): string {
    const { WHATSAPP_APP_SECRET_PROOF, WHATSAPP_APP_SECRET, WHATSAPP_ACCESS_TOKEN } = this.settings;
    if (WHATSAPP_APP_SECRET_PROOF === 'off') return '';
    return `?appsecret_proof=${createHmac('sha256', WHATSAPP_APP_SECRET[0]!).update(WHATSAPP_ACCESS_TOKEN).digest('hex')}`;
  }
}

/** Calls back when the connection stands, just before the first byte of the request can leave. */
function onWritable(call: ClientRequest, secure: boolean, stands: () => void): void {
  call.once('socket', (socket) => {
    if (call.reusedSocket || !socket.connecting) stands();
    else socket.once(secure ? 'secureConnect' : 'connect', stands);
  });
}

function requestBody({ to, content, reference }: GraphMessage) {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(to.phone ? { to: to.phone } : { recipient: to.bsuid }),
    ...(content.template ? templateBody(content.template) : { type: 'text', text: { body: content.text, preview_url: false } }),
    ...(Buffer.byteLength(reference) <= REFERENCE_BYTES_MAX && { biz_opaque_callback_data: reference }),
  };
}

/** Source: Cloud API, template messages. */
function templateBody({ name, language, parameters }: SentTemplate) {
  const components = [{ type: 'body', parameters: parameters.map((text) => ({ type: 'text', text })) }];
  return { type: 'template', template: { name, language: { code: language }, ...(parameters.length > 0 && { components }) } };
}

async function readAnswer(response: IncomingMessage): Promise<CallResult> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_BYTES_MAX) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return { kind: 'answered', httpStatus: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}
