import { Unreachable } from '@parley/event-sourcing';
import { type Dispatcher, Pool } from 'undici';
import type { ServiceName } from '../proxy/proxied-paths';

const CONNECTIONS_MAX = 128;
const PROXY_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 2_000;
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

export interface UpstreamAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Sent as JSON. */
  readonly json?: object;
}

/** One service behind the gateway, by kept-alive connections. */
export class Upstream {
  private readonly pool: Pool;

  constructor(
    readonly name: ServiceName,
    url: string,
  ) {
    this.pool = new Pool(new URL(url).origin, {
      connections: CONNECTIONS_MAX,
      pipelining: 1,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: PROXY_TIMEOUT_MS,
      bodyTimeout: PROXY_TIMEOUT_MS,
    });
  }

  /** Passes one request on without looking at its bytes. */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.pool.dispatch(options, handler);
  }

  /** Asks the service something; the answer's JSON, or undefined where it is none. @throws Unreachable */
  async ask(path: string, { method = 'GET', headers, timeoutMs, json: sent }: Ask): Promise<UpstreamAnswer> {
    try {
      const { statusCode, body } = await this.pool.request({
        path,
        method,
        headers: sent ? { ...headers, 'content-type': 'application/json' } : headers,
        ...(sent && { body: JSON.stringify(sent) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: statusCode, body: json(await readAll(body)) };
    } catch (error) {
      throw new Unreachable(`${this.name} does not answer ${method} ${path}`, { cause: error });
    }
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

async function readAll(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error(`the answer is larger than ${ANSWER_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
