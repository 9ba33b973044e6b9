import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { agentEventOf, conversationEventOf } from '../plumbing/published';
import { must } from '../engine/violation';

/** What is published of a conversation has no gap, repetitions apart; and in the end it is everything. */
export class RelayAudit {
  readonly highest = new Map<string, number>();
  private readonly positions = new Map<string, number>();

  see(record: BusRecord): void {
    if (record.topic === TOPICS.conversationEvents) {
      const { subject, revision } = conversationEventOf(record);
      const before = this.highest.get(subject) ?? -1;
      must(revision <= before + 1, 'relay-in-order', () => `${subject}: ${revision} is published after ${before}`);
      this.highest.set(subject, Math.max(before, revision));
    }
    if (record.topic === TOPICS.agentEvents) {
      const { subject, position } = agentEventOf(record);
      this.positions.set(subject, Math.max(this.positions.get(subject) ?? 0, position));
    }
  }
}
