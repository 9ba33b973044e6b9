import { Cell, tabStore } from '../browser-store';

export interface Draft {
  readonly conversationId: string;
  readonly text: string;
  /** On this machine's clock; the later of two is right. */
  readonly atMs: number;
}

/** What one agent has written but not sent; a reload keeps it, and whoever signs in next at this tab does not see it. */
export class Drafts {
  private readonly prefix: string;
  private readonly drafts = new Map<string, Cell<Draft>>();
  private tell: (draft: Draft) => void = () => undefined;

  constructor(agentId: string) {
    this.prefix = `parley.draft.${agentId}.`;
  }

  of(conversationId: string): Cell<Draft> {
    let draft = this.drafts.get(conversationId);
    if (!draft) this.drafts.set(conversationId, (draft = new Cell({ conversationId, ...this.kept(conversationId) })));
    return draft;
  }

  set(conversationId: string, text: string): void {
    const draft = { conversationId, text, atMs: Date.now() };
    this.keep(draft);
    this.tell(draft);
  }

  /** Another tab wrote; quiet when this one did so later. */
  takeOver(draft: Draft): void {
    if (draft.atMs > this.of(draft.conversationId).get().atMs) this.keep(draft);
  }

  /** The draft, which is empty from now on: a second press of Send finds nothing. */
  take(conversationId: string): string {
    const { text } = this.of(conversationId).get();
    this.set(conversationId, '');
    return text;
  }

  /** Everything written in this tab, also before a reload. */
  all(): readonly Draft[] {
    return tabStore.keys(this.prefix).map((key) => this.of(key.slice(this.prefix.length)).get());
  }

  /** From now on `listener` hears what is written in this tab, until the next one is named. */
  onWritten(listener: (draft: Draft) => void): void {
    this.tell = listener;
  }

  /** Nothing written is left behind. */
  forget(): void {
    this.drafts.clear();
    tabStore.clear(this.prefix);
  }

  /** What this tab wrote before a reload. */
  private kept(conversationId: string): Omit<Draft, 'conversationId'> {
    const [, atMs, text = ''] = /^(\d+) ([^]*)$/.exec(tabStore.read(this.prefix + conversationId) ?? '') ?? [];
    return { text, atMs: Number(atMs ?? 0) };
  }

  private keep(draft: Draft): void {
    tabStore.write(this.prefix + draft.conversationId, draft.text && `${draft.atMs} ${draft.text}`);
    this.of(draft.conversationId).set(draft);
  }
}
