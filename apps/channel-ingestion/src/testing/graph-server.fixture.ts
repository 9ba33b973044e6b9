import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GraphCall {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { to?: string; recipient?: string; type: string; text: { body: string; preview_url: boolean }; biz_opaque_callback_data?: string; messaging_product: string; recipient_type: string };
}

/** What the server does with a call: an answer, silence, or the connection cut. */
export type Answer = { status: number; body: unknown; delayMs?: number } | 'silence' | 'reset';

export const accepted = (wamid: string): Answer => ({ status: 200, body: { messaging_product: 'whatsapp', contacts: [], messages: [{ id: wamid }] } });
export const refusal = (status: number, code: number, message = `(#${code}) refused`): Answer => ({
  status,
  body: { error: { message, type: 'OAuthException', code, error_data: { messaging_product: 'whatsapp', details: `details of ${code}` }, fbtrace_id: 'A' } },
});

/** A small Graph API over real HTTP, which does what `answer` says and remembers every call. */
export class GraphServer {
  readonly calls: GraphCall[] = [];
  answer: (call: GraphCall, number: number) => Answer | Promise<Answer> = (_call, number) => accepted(`wamid.${number}`);
  /** Calls under way together for one recipient, at most. */
  concurrentPerRecipientMax = 0;
  private readonly underWay = new Map<string, number>();
  private server: Server | undefined;

  /** On `port`, or a free one. */
  async start(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      void this.take(request).then(({ answer, done }) => {
        done();
        if (answer === 'reset') return void request.socket.destroy();
        if (answer === 'silence') return;
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }

  texts(): string[] {
    return this.calls.map(({ body }) => body.text.body);
  }

  private async take(request: IncomingMessage) {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const call: GraphCall = { path: request.url ?? '', authorization: request.headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) as GraphCall['body'] };
    this.calls.push(call);
    const to = call.body.to ?? call.body.recipient ?? '';
    const together = (this.underWay.get(to) ?? 0) + 1;
    this.underWay.set(to, together);
    this.concurrentPerRecipientMax = Math.max(this.concurrentPerRecipientMax, together);
    const answer = await this.answer(call, this.calls.length);
    if (typeof answer === 'object' && answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    return { answer, done: () => this.underWay.set(to, this.underWay.get(to)! - 1) };
  }
}
