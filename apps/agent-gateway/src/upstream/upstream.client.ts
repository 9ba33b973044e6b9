import { Unreachable } from '@parley/event-sourcing';
import { Refused } from '@parley/contracts';
import { type Dispatcher, Pool } from 'undici';
import type { ServiceName } from '../proxy/proxied-paths';
import { toldWhenOver } from './told-when-over';

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
  private underWay = 0;

  /** @param underWayMax requests that wait for a connection or an answer, at most; a service that hangs would collect them without end */
  constructor(
    readonly name: ServiceName,
    url: string,
    private readonly underWayMax: number,
  ) {
    this.pool = new Pool(new URL(url).origin, {
      connections: CONNECTIONS_MAX,
      pipelining: 1,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: PROXY_TIMEOUT_MS,
      bodyTimeout: PROXY_TIMEOUT_MS,
    });
  }

  /**
   * Passes one request on without looking at its bytes.
   * @throws Refused `unavailable` when too many are under way
   */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    const over = this.enter();
    this.pool.dispatch(options, toldWhenOver(handler, over));
  }

  /** Asks the service something; the answer's JSON, or undefined where it is none. @throws Unreachable */
  async ask(path: string, { method = 'GET', headers, timeoutMs, json: sent }: Ask): Promise<UpstreamAnswer> {
    let over: (() => void) | undefined;
    try {
      over = this.enter();
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
    } finally {
      over?.();
    }
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  /** One more is under way, until the answer is called. */
  private enter(): () => void {
    if (this.underWay >= this.underWayMax) throw new Refused('unavailable', `too many calls wait for ${this.name}`);
    this.underWay += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.underWay -= 1;
      isOver = true;
    };
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
