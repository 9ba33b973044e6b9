import type { Draft, Drafts } from '../outgoing/drafts';

/** Everything up to this message was in sight. */
export interface Read {
  readonly conversationId: string;
  readonly messageId: string;
}

/** A tab ends the agent's conference request or membership in this conversation, or knows how that went. */
export interface Leaving {
  readonly conversationId: string;
  readonly isOver: boolean;
}

interface Heard {
  onSignedOut(): void;
  onRead(read: Read): void;
  onLeaving(leaving: Leaving): void;
}

/** What one tab of an agent tells the others in this browser. A new tab asks for the drafts of those that are open. */
type Word =
  | ({ readonly kind: 'draft' } & Draft)
  | ({ readonly kind: 'read' } & Read)
  | ({ readonly kind: 'leaving' } & Leaving)
  | { readonly kind: 'drafts?' }
  | { readonly kind: 'signed-out' };

/**
 * Keeps the drafts of an agent's tabs in this browser and what was read the same, and signs all of them out together. What the
 * server knows each tab hears from the server; that the agent themselves did it, from the tab where they did.
 */
export class Tabs {
  private readonly channel: BroadcastChannel;

  constructor(
    agentId: string,
    private readonly drafts: Drafts,
    private readonly heard: Heard,
  ) {
    this.channel = new BroadcastChannel(`parley.agent.${agentId}`);
    this.channel.onmessage = ({ data }: MessageEvent<Word>) => this.hear(data);
    drafts.onWritten((draft) => this.tell({ kind: 'draft', ...draft }));
    this.tell({ kind: 'drafts?' });
  }

  read(read: Read): void {
    this.tell({ kind: 'read', ...read });
  }

  leaving(leaving: Leaving): void {
    this.tell({ kind: 'leaving', ...leaving });
  }

  signedOut(): void {
    this.tell({ kind: 'signed-out' });
  }

  close(): void {
    this.drafts.onWritten(() => undefined);
    this.channel.close();
  }

  private tell(word: Word): void {
    this.channel.postMessage(word);
  }

  private hear(word: Word): void {
    if (word.kind === 'signed-out') return this.heard.onSignedOut();
    if (word.kind === 'read') return this.heard.onRead(word);
    if (word.kind === 'leaving') return this.heard.onLeaving(word);
    if (word.kind === 'draft') return this.drafts.takeOver(word);
    for (const draft of this.drafts.all()) this.tell({ kind: 'draft', ...draft });
  }
}
