import type { Wait } from './waiting-work';

/** An agent who has rejected a request: they are not asked again for this wait of the conversation. */
export interface Refusal {
  readonly conversationId: string;
  readonly wait: Wait;
  readonly agentId: string;
}

/** Who has rejected what, until somebody accepts it or nobody is looked for any more. Changed in place, by `evolve` alone. */
export class Refusals {
  private readonly byConversation = new Map<string, readonly Refusal[]>();

  all(): readonly Refusal[] {
    return [...this.byConversation.values()].flat();
  }

  of(conversationId: string): readonly Refusal[] {
    return this.byConversation.get(conversationId) ?? NONE;
  }

  has({ conversationId, wait, agentId }: Refusal): boolean {
    return this.of(conversationId).some((refusal) => refusal.wait === wait && refusal.agentId === agentId);
  }

  add(refusal: Refusal): void {
    if (!this.has(refusal)) this.byConversation.set(refusal.conversationId, [...this.of(refusal.conversationId), refusal]);
  }

  forget({ conversationId, wait }: Pick<Refusal, 'conversationId' | 'wait'>): void {
    const others = this.of(conversationId).filter((refusal) => refusal.wait !== wait);
    if (others.length > 0) this.byConversation.set(conversationId, others);
    else this.byConversation.delete(conversationId);
  }
}

const NONE: readonly Refusal[] = [];
