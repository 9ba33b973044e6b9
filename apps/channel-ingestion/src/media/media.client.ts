import { createHash, createHmac } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refused } from '@parley/contracts';
import { Agent, type Dispatcher, request } from 'undici';
import type { GraphSettings } from '../outbound/graph/graph.client';
import { mayFetch } from './media-address';

/** WhatsApp's own limit for what customers send. */
export const MEDIA_BYTES_MAX = 100 * 1024 * 1024;
const LOOK_UP_BYTES_MAX = 64 * 1024;
const REDIRECTS_MAX = 3;
const ANSWER_WITHIN_MS = 15_000;
const SILENCE_MAX_MS = 20_000;
const ALL_WITHIN_MS = 120_000;

export interface WantedMedia {
  readonly mediaId: string;
  readonly phoneNumberId: string;
  /** In base64 (webhooks) or hexadecimal (look-ups). */
  readonly sha256?: string | undefined;
}

/** Fetches files from the Graph API: first where the file lies (good for five minutes), then the file. */
export class MediaClient {
  private readonly agent = new Agent({ connect: { timeout: ANSWER_WITHIN_MS }, headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: SILENCE_MAX_MS, connections: 16 });

  constructor(
    private readonly settings: Pick<GraphSettings, 'WHATSAPP_GRAPH_URL' | 'WHATSAPP_GRAPH_VERSION' | 'WHATSAPP_ACCESS_TOKEN' | 'WHATSAPP_APP_SECRET' | 'WHATSAPP_APP_SECRET_PROOF'>,
    private readonly bytesMax = MEDIA_BYTES_MAX,
  ) {}

  /**
   * The whole file, as WhatsApp has it, is at `path`.
   *
   * @throws Refused `not-found` when WhatsApp does not keep it any more · `payload-too-large` · `unavailable`
   */
  async fetchTo(path: string, { mediaId, phoneNumberId, sha256 }: WantedMedia): Promise<void> {
    const signal = AbortSignal.timeout(ALL_WITHIN_MS);
    try {
      const address = await this.lookUp(mediaId, phoneNumberId, signal);
      const body = await this.open(address, signal);
      const digest = createHash('sha256');
      await pipeline(body, limited(this.bytesMax, (chunk) => digest.update(chunk)), createWriteStream(path, { mode: 0o600 }), { signal });
      if (sha256 !== undefined && !digest.digest().equals(Buffer.from(sha256, /^[0-9a-f]{64}$/i.test(sha256) ? 'hex' : 'base64'))) throw new Refused('unavailable', 'WhatsApp gave another file than it announced');
    } catch (error) {
      throw error instanceof Refused ? error : new Refused('unavailable', `WhatsApp did not give the file (${(error as Error).name})`);
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async lookUp(mediaId: string, phoneNumberId: string, signal: AbortSignal): Promise<URL> {
    const { WHATSAPP_GRAPH_URL: graph, WHATSAPP_GRAPH_VERSION: version } = this.settings;
    const query = new URLSearchParams({ phone_number_id: phoneNumberId, ...this.proof() });
    const answer = await this.get(new URL(`${graph}/${version}/${encodeURIComponent(mediaId)}?${query}`), true, signal);
    const text = await readText(answer.body);
    if (answer.statusCode === 400 || answer.statusCode === 404) throw gone();
    if (answer.statusCode !== 200) throw new Refused('unavailable', `WhatsApp answered ${answer.statusCode}`);
    const { url } = (JSON.parse(text) ?? {}) as { url?: unknown };
    if (typeof url !== 'string' || !URL.canParse(url)) throw new Refused('unavailable', 'WhatsApp did not say where the file is');
    return new URL(url);
  }

  /** The bytes at `first` or where it leads to. The token goes to the first host and to no other. */
  private async open(first: URL, signal: AbortSignal): Promise<Dispatcher.ResponseData['body']> {
    let address = first;
    for (let hops = 0; hops <= REDIRECTS_MAX; hops += 1) {
      if (!mayFetch(address, this.settings.WHATSAPP_GRAPH_URL)) throw new Refused('unavailable', 'WhatsApp named an address that is not WhatsApp’s');
      const { statusCode, headers, body } = await this.get(address, address.host === first.host, signal);
      if (statusCode === 200) return whole(headers['content-length'], this.bytesMax, body);
      await body.dump({ limit: LOOK_UP_BYTES_MAX });
      if (statusCode === 404 || statusCode === 410) throw gone();
      const to = headers['location'];
      if (statusCode < 300 || statusCode > 399 || typeof to !== 'string' || !URL.canParse(to, address.href)) throw new Refused('unavailable', `the file’s address answered ${statusCode}`);
      address = new URL(to, address);
    }
    throw new Refused('unavailable', 'the file’s address leads in a circle');
  }

  private get(address: URL, withToken: boolean, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const headers = { 'user-agent': 'Parley', accept: '*/*', ...(withToken && { authorization: `Bearer ${this.settings.WHATSAPP_ACCESS_TOKEN}` }) };
    return request(address, { dispatcher: this.agent, signal, headers });
  }

  private proof(): Record<string, string> {
    const { WHATSAPP_APP_SECRET_PROOF, WHATSAPP_APP_SECRET, WHATSAPP_ACCESS_TOKEN } = this.settings;
    if (WHATSAPP_APP_SECRET_PROOF === 'off') return {};
    return { appsecret_proof: createHmac('sha256', WHATSAPP_APP_SECRET[0]!).update(WHATSAPP_ACCESS_TOKEN).digest('hex') };
  }
}

const gone = () => new Refused('not-found', 'WhatsApp does not keep this file any more');
const tooLarge = () => new Refused('payload-too-large', 'the file is larger than 100 MB');

/** Too large a file is not begun where its length is told. */
async function whole<B extends Dispatcher.ResponseData['body']>(length: string | string[] | undefined, bytesMax: number, body: B): Promise<B> {
  if (Number(length ?? 0) <= bytesMax) return body;
  body.on('error', () => undefined).destroy();
  throw tooLarge();
}

/** Cuts what is longer than it may be, whatever was told. */
function limited(bytesMax: number, seen: (chunk: Buffer) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      seen(chunk);
      done(bytes > bytesMax ? tooLarge() : null, chunk);
    },
  });
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LOOK_UP_BYTES_MAX) throw new Refused('unavailable', 'WhatsApp’s answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
