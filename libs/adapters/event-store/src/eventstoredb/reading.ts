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

/** After each of these there is something to read, or to know. */
const NEWS = ['readable', 'end', 'close', 'error'] as const;

/** True when there is something to read or to know of `stream`, or `signal` aborts; false when neither comes within `ms`. */
export function newsOf(stream: Cancellable, signal: AbortSignal, ms?: number): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(true);
    const end = (isNews: boolean) => {
      clearTimeout(timer);
      for (const name of NEWS) stream.off(name, news);
      signal.removeEventListener('abort', news);
      resolve(isNews);
    };
    const news = () => end(true);
    const timer = ms === undefined ? undefined : setTimeout(() => end(false), ms);
    for (const name of NEWS) stream.on(name, news);
    signal.addEventListener('abort', news);
  });
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
