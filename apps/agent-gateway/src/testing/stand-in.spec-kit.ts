import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

type Answer = (request: Received, response: ServerResponse) => void | Promise<void>;

/** A real HTTP server in the place of a service. Answers by path; what it was asked is kept. */
export class StandIn {
  readonly received: Received[] = [];
  private readonly answers = new Map<string, Answer>();
  private server: Server | undefined;
  url = '';

  constructor() {
    this.on('/health/ready', (_request, response) => json(response, 200, { status: 'ok' }));
  }

  on(path: string, answer: Answer): this {
    this.answers.set(path, answer);
    return this;
  }

  async start(): Promise<this> {
    this.server = createServer((request, response) => void this.handle(request, response).catch(() => response.destroy()));
    const port = this.url ? Number(new URL(this.url).port) : 0;
    await new Promise<void>((resolve) => this.server!.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = { method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks) };
    this.received.push(received);
    const answer = this.answers.get(request.url!.split('?')[0]!);
    if (answer) await answer(received, response);
    else json(response, 404, { code: 'not-found', at: 'the stand-in' });
  }
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
