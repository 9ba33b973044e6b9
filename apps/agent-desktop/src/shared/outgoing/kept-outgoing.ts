import type { FailureCode } from '../api/call';
import { tabStore } from '../browser-store';

/** A message that the server has not confirmed. Its id stays the same however often it is posted, so it is sent once. */
export interface Outgoing {
  readonly messageId: string;
  readonly conversationId: string;
  readonly text: string;
  readonly writtenAt: string;
  /** The newest message that the agent could see when they wrote it, or that they have had in sight since. */
  readonly after?: string;
  /**
   * `held`: not posted, because what the agent sees may be old, or because they have not seen what is new. `waiting`: was posted in
   * vain, or stands behind one that was.
   */
  readonly state: 'held' | 'sending' | 'waiting' | 'refused';
  readonly code?: FailureCode;
}

/** What one agent's outbox in this tab holds over a reload; nobody else who signs in here sends it. */
export class KeptOutgoing {
  private readonly key: string;

  constructor(agentId: string) {
    this.key = `parley.outbox.${agentId}`;
  }

  /** What was on its way may follow something that nobody has seen yet. */
  restored(): readonly Outgoing[] {
    try {
      const kept = JSON.parse(tabStore.read(this.key) ?? '[]') as Outgoing[];
      return kept.map((entry) => (entry.state === 'refused' ? entry : { ...entry, state: 'held' }));
    } catch {
      return [];
    }
  }

  keep(entries: readonly Outgoing[]): void {
    tabStore.write(this.key, entries.length > 0 ? JSON.stringify(entries) : undefined);
  }
}
