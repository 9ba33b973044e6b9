import type { Readable } from 'node:stream';
import { NoAnswer } from './failures';
import type { EsdbEvent } from './recorded';

export interface Cancellable extends Readable {
  cancel?(): Promise<void>;
  unsubscribe?(): Promise<void>;
}

/** Ends a call of the client, whatever state it is in. */
export function abandon(stream: Cancellable): void {
  void (stream.cancel ?? stream.unsubscribe)?.call(stream).catch(() => undefined);
  stream.destroy();
}

/** A stream of the client as Node knows it; what it emits when nobody listens any more must not end the process. */
export function callOf(stream: unknown): Cancellable {
  return (stream as Cancellable).on('error', () => undefined);
}

/** The events of one read, each waited for at most `silenceMs`: the client gives reads no deadline. The call ends with the loop. */
export async function* readEvents(read: unknown, silenceMs: number): AsyncGenerator<EsdbEvent> {
  const stream = callOf(read);
  const timer = setTimeout(() => stream.destroy(new NoAnswer(silenceMs)), silenceMs);
  let isWhole = false;
  try {
    for await (const { event } of stream as AsyncIterable<{ event?: EsdbEvent }>) {
      timer.refresh();
      if (event) yield event;
    }
    isWhole = true;
  } finally {
    clearTimeout(timer);
    if (!isWhole) abandon(stream);
  }
}
