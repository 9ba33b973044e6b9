import { get, type IncomingMessage } from 'node:http';
import { requestBytes } from '../load/connection';
import { PASSWORD } from './bench-config';

export type OnLive = (event: string, data: Record<string, unknown>, atMs: number) => void;

/** One signed-in agent of the product under measurement. */
export class Agent {
  private stream?: IncomingMessage;

  private constructor(
    private readonly url: URL,
    readonly id: string,
    private readonly token: string,
  ) {}

  static async signIn(url: string, id: string): Promise<Agent> {
    const answer = await fetch(`${url}/api/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: id, password: PASSWORD }),
    });
    if (!answer.ok) throw new Error(`sign-in of ${id}: ${answer.status} ${await answer.text()}`);
    const { accessToken } = (await answer.json()) as { accessToken: string };
    return new Agent(new URL(url), id, accessToken);
  }

  /** @throws when the answer is not a success */
  async call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(new URL(path, this.url), {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} by ${this.id}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** The bytes of a command, to be sent later. */
  request(method: string, path: string, body: object): Buffer {
    return requestBytes(method, path, { body: JSON.stringify(body), headers: { Authorization: `Bearer ${this.token}` } });
  }

  /** Follows the agent's live stream; resolves at the snapshot, which `onLive` sees too. */
  follow(onLive: OnLive): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.token}`, accept: 'text/event-stream' };
      get(new URL('/api/live', this.url), { headers, agent: false }, (stream) => {
        if (stream.statusCode !== 200) return reject(new Error(`live stream of ${this.id}: ${stream.statusCode}`));
        this.stream = stream;
        readEvents(stream, (event, data, atMs) => {
          onLive(event, data, atMs);
          if (event === 'snapshot') resolve();
        });
        return undefined;
      }).on('error', reject);
    });
  }

  leave(): void {
    this.stream?.destroy();
  }
}

/** Server-sent events, each at the moment when its last byte came. */
function readEvents(stream: IncomingMessage, onEvent: OnLive): void {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('error', () => undefined);
  stream.on('data', (chunk: string) => {
    const atMs = performance.now();
    text += chunk;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const event = lines.find((line) => line.startsWith('event:'))?.slice(6).trim();
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
      if (event) onEvent(event, JSON.parse(data) as Record<string, unknown>, atMs);
    }
  });
}
