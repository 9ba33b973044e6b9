import type { LiveEventData, LiveEventName } from '@parley/contracts';

interface Told {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A live stream as a browser reads it. */
export class LiveStream {
  readonly told: Told[] = [];
  text = '';
  ended = false;
  private readonly abort = new AbortController();
  private changed = () => undefined as void;

  private constructor(readonly response: Response) {}

  static async open(url: string, token: string, path = '/api/live'): Promise<LiveStream> {
    const abort = new AbortController();
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal });
    const stream = new LiveStream(response);
    stream.abort.signal.addEventListener('abort', () => abort.abort());
    if (response.status === 200) void stream.read(response.body!).catch(() => (stream.ended = true));
    return stream;
  }

  get names(): string[] {
    return this.told.map(({ event }) => event);
  }

  data<N extends LiveEventName>(name: N): LiveEventData<N>[] {
    return this.told.flatMap(({ event, data }) => (event === name ? [data as LiveEventData<N>] : []));
  }

  /** Resolves when `condition` holds. @throws Error when there is no stream */
  async until(condition: (stream: this) => boolean): Promise<void> {
    if (this.response.status !== 200) throw new Error(`the stream was answered with ${this.response.status}`);
    while (!condition(this)) await new Promise<void>((resolve) => (this.changed = resolve));
  }

  close(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      const text = decoder.decode(chunk, { stream: true });
      this.text += text;
      rest += text;
      const blocks = rest.split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) this.take(block);
      this.changed();
    }
    this.ended = true;
    this.changed();
  }

  private take(block: string): void {
    const event = /^event: (.*)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (event && data) this.told.push({ event, data: JSON.parse(data) as Record<string, unknown> });
  }
}
