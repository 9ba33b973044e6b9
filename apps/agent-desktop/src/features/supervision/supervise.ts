import type { Conversation } from '@parley/contracts';
import { call, untilAnswered } from '../../shared/api/call';

/** A supervisor's command, repeated while no answer comes: its key makes that safe. @throws ApiFailure */
export function give(conversationId: string, command: 'reassign' | 'end', body: object = {}): Promise<Conversation> {
  const idempotencyKey = crypto.randomUUID();
  const path = `/api/conversations/${encodeURIComponent(conversationId)}/${command}`;
  return untilAnswered(() => call<Conversation>(path, { method: 'POST', body, idempotencyKey }));
}
