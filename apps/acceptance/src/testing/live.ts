import { eventually } from './eventually';

export interface LiveEvent {
  readonly event: string;
  readonly data: any;
}

/** `GET /api/live` of one person, open until {@link close}. */
export class LiveStream {
  readonly events: LiveEvent[] = [];
  readonly comments: string[] = [];
  private readonly controller = new AbortController();
  private contentType: string | null = null;
  private rest = '';

  static async open(url: string, token: string): Promise<LiveStream> {
    const stream = new LiveStream();
    const answer = await fetch(`${url}/api/live`, { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' }, signal: stream.controller.signal });
    if (!answer.ok) throw new Error(`the live stream answered ${answer.status}: ${await answer.text()}`);
    stream.contentType = answer.headers.get('content-type');
    void stream.follow(answer.body!);
    return stream;
  }

  get type(): string | null {
    return this.contentType;
  }

  named(event: string): any[] {
    return this.events.filter((each) => each.event === event).map(({ data }) => data);
  }

  /** The first event of that name that `is`. */
  async one(event: string, is: (data: any) => boolean = () => true): Promise<any> {
    const found = await eventually(`live event ${event}`, () => this.named(event), (all) => all.some(is));
    return found.find(is);
  }

  close(): void {
    this.controller.abort();
  }

  private async follow(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) this.take(decoder.decode(chunk, { stream: true }));
    } catch {
      // closed by us, or the product is gone
    }
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop()!;
    for (const block of blocks) {
      const lines = block.split('\n');
      const field = (name: string) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''));
      this.comments.push(...lines.filter((line) => line.startsWith(':')));
      const data = field('data').join('\n');
      if (data) this.events.push({ event: field('event')[0] ?? 'message', data: JSON.parse(data) });
    }
  }
}
