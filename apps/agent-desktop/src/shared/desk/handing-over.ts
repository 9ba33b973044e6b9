import type { Conversation, Target } from '@parley/contracts';
import { call, codeOf, untilAnswered } from '../api/call';
import type { Leaving } from './tabs';

const pathOf = (conversationId: string) => `/api/conversations/${encodeURIComponent(conversationId)}`;

/** A tab that is closed meanwhile says nothing more; by then every command has its answer. */
const FORGOTTEN_MS = 90_000;

/**
 * Transfer and conference: what an agent asks of colleagues, and how it is taken back or over.
 *
 * Each command has an idempotency key of its own, so that it may be repeated while no answer comes.
 */
export class HandingOver {
  /** Conversations whose conference request or membership a tab of this agent is ending: no news to them in any. */
  readonly leaving = new Set<string>();

  constructor(
    private readonly take: (conversation: Conversation) => void,
    private readonly tellTabs: (leaving: Leaving) => void,
  ) {}

  /** Somebody else is asked to take over; the agent owes the wrap-up at once. */
  transfer(conversationId: string, target: Target): Promise<void> {
    return this.post(conversationId, 'transfer', { target });
  }

  /** The conversation is the agent's again. @throws ApiFailure `offer-closed` once somebody has it */
  takeBack(conversationId: string): Promise<void> {
    return this.post(conversationId, 'transfer/cancel');
  }

  /** A colleague is asked to join. */
  conference(conversationId: string, target: Target): Promise<void> {
    return this.post(conversationId, 'conference', { target });
  }

  /** Nobody is asked any more. Quiet when the request was over already. */
  async cancelConference(conversationId: string): Promise<void> {
    await this.leave(conversationId, 'conference/cancel').catch((error: unknown) => {
      if (codeOf(error) !== 'not-in-conference') throw error;
    });
  }

  exitConference(conversationId: string): Promise<void> {
    return this.leave(conversationId, 'conference/exit');
  }

  removeAgent(conversationId: string, agentId: string): Promise<void> {
    return this.post(conversationId, 'conference/remove', { agentId });
  }

  endConference(conversationId: string): Promise<void> {
    return this.post(conversationId, 'conference/end');
  }

  private async leave(conversationId: string, command: string): Promise<void> {
    this.leaving.add(conversationId);
    this.tellTabs({ conversationId, isOver: false });
    await this.post(conversationId, command)
      .finally(() => this.tellTabs({ conversationId, isOver: true }))
      .then(() => this.reread(conversationId))
      .finally(() => this.leaving.delete(conversationId));
  }

  /** What another tab of this agent is doing. */
  heard({ conversationId, isOver }: Leaving): void {
    const forget = () => this.leaving.delete(conversationId);
    if (isOver) return void this.reread(conversationId).finally(forget);
    this.leaving.add(conversationId);
    setTimeout(forget, FORGOTTEN_MS);
  }

  /** How it stands now, so that the live stream's word of it, which may come later, is no news. */
  private async reread(conversationId: string): Promise<void> {
    await call<Conversation>(pathOf(conversationId)).then(this.take, () => undefined);
  }

  private async post(conversationId: string, command: string, body: object = {}): Promise<void> {
    const path = `${pathOf(conversationId)}/${command}`;
    const idempotencyKey = crypto.randomUUID();
    const conversation = await untilAnswered(() => call<Conversation | undefined>(path, { method: 'POST', body, idempotencyKey }));
    if (conversation) this.take(conversation);
  }
}
