import { deviceStore } from '../browser-store';

/**
 * The newest message of each conversation that an agent had in sight in this browser. Kept over a reload and for the next tab; ids only, and
 * only of conversations that are still the agent's.
 */
export class ReadingMarks {
  private readonly prefix: string;

  constructor(agentId: string) {
    this.prefix = `parley.read.${agentId}.`;
  }

  /** By conversation. */
  all(): ReadonlyMap<string, string> {
    return new Map(deviceStore.keys(this.prefix).map((key) => [key.slice(this.prefix.length), deviceStore.read(key) ?? '']));
  }

  keep(conversationId: string, messageId: string): void {
    deviceStore.write(this.prefix + conversationId, messageId);
  }

  /** Nothing is kept of any other conversation. */
  keepOnly(conversationIds: ReadonlySet<string>): void {
    for (const key of deviceStore.keys(this.prefix)) if (!conversationIds.has(key.slice(this.prefix.length))) deviceStore.write(key, undefined);
  }
}
