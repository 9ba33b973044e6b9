import { type Media, PROBLEMS, type ProblemCode, Refused } from '@parley/contracts';

const ANSWER_WITHIN_MS = 5_000;

/** Asks the conversation service, with the caller's own token, which file that is and whether they may have it. */
export class MediaAccess {
  constructor(private readonly conversationUrl: string) {}

  /** @throws Refused as the conversation service refuses · `unavailable` */
  async check(conversationId: string, mediaId: string, authorization: string): Promise<{ media: Media; phoneNumberId: string }> {
    const path = `/internal/conversations/${encodeURIComponent(conversationId)}/media/${encodeURIComponent(mediaId)}`;
    const answer = await fetch(`${this.conversationUrl}${path}`, { headers: { authorization }, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => undefined);
    const body = (await answer?.json().catch(() => undefined)) as { media: Media; phoneNumberId: string; code?: string } | undefined;
    if (answer?.ok && body) return body;
    const code = body?.code;
    throw new Refused(code !== undefined && code in PROBLEMS && answer!.status < 500 ? (code as ProblemCode) : 'unavailable');
  }
}
