import { signature } from './wire';

const ANSWER_WITHIN_MS = 10_000;

export interface PostTarget {
  readonly webhookUrl: string;
  readonly appSecret: string;
}

/** Status 0: no answer came. */
export interface PostAnswer {
  readonly status: number;
  readonly body: string;
  readonly tookMs: number;
}

/** One signed POST, as Meta makes it. Never throws: no answer is an answer too. */
export async function postWebhook(
  target: PostTarget,
  bytes: Buffer,
  options: { signature?: string | null; signal?: AbortSignal } = {},
): Promise<PostAnswer> {
  const startedMs = performance.now();
  const signed = options.signature === undefined ? signature(bytes, target.appSecret) : options.signature;
  const signals = [AbortSignal.timeout(ANSWER_WITHIN_MS), ...(options.signal ? [options.signal] : [])];
  const took = () => Math.round(performance.now() - startedMs);
  try {
    const answer = await fetch(target.webhookUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'facebookexternalua',
        ...(signed !== null && { 'x-hub-signature-256': signed }),
      },
      body: new Uint8Array(bytes),
      redirect: 'manual',
      signal: AbortSignal.any(signals),
    });
    return { status: answer.status, body: (await answer.text()).slice(0, 2_000), tookMs: took() };
  } catch (error) {
    return { status: 0, body: error instanceof Error ? error.message : String(error), tookMs: took() };
  }
}

/** The verification handshake (GET) that Meta makes when the callback is set up; true when the challenge came back verbatim. */
export async function verifyWebhook(webhookUrl: string, verifyToken: string): Promise<{ verified: boolean; status: number; body: string }> {
  const challenge = String(Math.floor(Math.random() * 2_000_000_000));
  const url = new URL(webhookUrl);
  url.search = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': verifyToken }).toString();
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' });
    const body = await answer.text();
    return { verified: answer.status === 200 && body === challenge, status: answer.status, body: body.slice(0, 200) };
  } catch (error) {
    return { verified: false, status: 0, body: error instanceof Error ? error.message : String(error) };
  }
}
