import { connect, type Socket } from 'node:net';

const ANSWER_WITHIN_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One keep-alive HTTP/1.1 connection that asks one thing at a time, and reads no more of an answer than it must. */
export class Connection {
  private socket?: Socket | undefined;
  private text = '';
  private settle?: ((outcome: Answer | Error) => void) | undefined;

  constructor(private readonly port: number) {}

  /** @throws when the connection breaks or no answer comes */
  async ask(request: Buffer): Promise<Answer> {
    const socket = (this.socket ??= await this.open());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(new Error(`no answer on port ${this.port}`)), ANSWER_WITHIN_MS);
      this.settle = (outcome) => {
        clearTimeout(timer);
        this.settle = undefined;
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      socket.write(request);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
      socket.once('connect', () => resolve(socket)).once('error', reject);
      socket.on('error', (error) => this.fail(error));
      socket.on('close', () => this.fail(new Error(`port ${this.port} hung up`)));
      socket.on('data', (chunk) => this.take(String(chunk)));
    });
  }

  private take(chunk: string): void {
    this.text += chunk;
    const end = answerEnd(this.text);
    if (end === undefined) return;
    const answer = { status: Number(this.text.slice(9, 12)), body: this.text.slice(end.bodyFrom, end.bodyTo) };
    this.text = this.text.slice(end.next);
    this.settle?.(answer);
  }

  private fail(error: Error): void {
    this.close();
    this.text = '';
    this.settle?.(error);
  }
}

/** Where the first whole answer in `text` ends; undefined while it is not whole. Chunked bodies are not taken apart. */
export function answerEnd(text: string): { bodyFrom: number; bodyTo: number; next: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const head = text.slice(0, headEnd).toLowerCase();
  const bodyFrom = headEnd + 4;
  if (head.includes('transfer-encoding: chunked')) {
    const last = text.indexOf('\r\n0\r\n\r\n', headEnd + 2);
    return last === -1 ? undefined : { bodyFrom, bodyTo: last, next: last + 7 };
  }
  const next = bodyFrom + Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return text.length < next ? undefined : { bodyFrom, bodyTo: next, next };
}

/** The bytes of one request. */
export function requestBytes(method: string, path: string, options: { body?: string; headers?: Record<string, string> } = {}): Buffer {
  const body = options.body === undefined ? undefined : Buffer.from(options.body);
  const headers = {
    Host: '127.0.0.1',
    ...options.headers,
    ...(body && { 'Content-Type': 'application/json', 'Content-Length': String(body.length) }),
  };
  const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body ?? Buffer.alloc(0)]);
}
