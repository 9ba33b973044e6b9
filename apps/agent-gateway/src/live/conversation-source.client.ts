import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationView, Message } from '@parley/contracts';
import { SERVICE_TOKEN_HEADER } from '@parley/service-kit';
import type { Upstream } from '../upstream/upstream.client';
import type { ConversationSource } from './conversation-source';

/** Where a read must have come to before it answers: the highest position that the caller has seen. */
export const AFTER_HEADER = 'x-parley-after';

const TIMEOUT_MS = 2_000;
const PAUSES_MS = [50, 250] as const;

/** Asks the conversation service, three times at most. */
export class ConversationServiceSource implements ConversationSource {
  constructor(
    private readonly conversation: Upstream,
    private readonly token: string,
  ) {}

  async view(conversationId: string, { revision, position }: { revision: number; position: number }): Promise<ConversationView> {
    return this.get(`/internal/conversations/${encodeURIComponent(conversationId)}`, position, (body) => {
      const view = (body as { view?: ConversationView } | undefined)?.view;
      return view && view.revision >= revision ? view : undefined;
    });
  }

  async message(conversationId: string, messageId: string, { position }: { position: number }): Promise<Message> {
    const path = `/internal/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(messageId)}`;
    return this.get(path, position, (body) => (body as { message?: Message } | undefined)?.message);
  }

  private async get<T>(path: string, position: number, pick: (body: unknown) => T | undefined): Promise<T> {
    const headers = { [SERVICE_TOKEN_HEADER]: this.token, [AFTER_HEADER]: String(position) };
    for (let attempt = 0; ; attempt += 1) {
      const failure = await this.conversation.ask(path, { headers, timeoutMs: TIMEOUT_MS }).then(
        ({ status, body }) => {
          const found = status === 200 ? pick(body) : undefined;
          return found === undefined ? new Error(`${path} gave ${status} without what is needed`) : { found };
        },
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      );
      if (!(failure instanceof Error)) return failure.found;
      const pauseMs = PAUSES_MS[attempt];
      if (pauseMs === undefined) throw failure;
      await sleep(pauseMs);
    }
  }
}
