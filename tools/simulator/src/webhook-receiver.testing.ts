import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signature } from './webhook/wire';

/** One notification as it came in. */
export interface Received {
  readonly text: string;
  readonly signed: boolean;
  readonly statuses: readonly { id: string; status: string; biz_opaque_callback_data?: string }[];
  readonly messages: readonly { id: string; from?: string; type: string }[];
}

/** A business's webhook that checks signatures and remembers everything; tests say what it answers. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  answer: () => number = () => 200;

  private constructor(private readonly server: Server) {}

  static async open(appSecret: string): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://receiver');
        if (request.method === 'GET') return response.end(url.searchParams.get('hub.challenge'));
        const bytes = Buffer.concat(chunks);
        receiver.received.push(read(bytes, request.headers['x-hub-signature-256'] === signature(bytes, appSecret)));
        return response.writeHead(receiver.answer()).end();
      });
    });
    const receiver = new WebhookReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function read(bytes: Buffer, signed: boolean): Received {
  const text = bytes.toString();
  const body = JSON.parse(text) as { entry?: { changes: { value: { statuses?: Received['statuses']; messages?: Received['messages'] } }[] }[] };
  const values = (body.entry ?? []).flatMap(({ changes }) => changes.map(({ value }) => value));
  return { text, signed, statuses: values.flatMap(({ statuses = [] }) => statuses), messages: values.flatMap(({ messages = [] }) => messages) };
}
