import type { AllSlice, EventStore, Subscription } from '../../event-store/event-store';
import { happened, happenings, newCategory, newStream } from './happenings';

/** A subscription that writes down what it gets; `gotten(n)` resolves when n events have come. */
function listen(store: EventStore, options: Pick<Subscription, 'after'> & Partial<Subscription>) {
  const stop = new AbortController();
  const slices: AllSlice[] = [];
  let look = () => {};
  const events = () => slices.flatMap((slice) => slice.events);
  const onBatch = async (slice: AllSlice) => {
    await options.onBatch?.(slice);
    slices.push(slice);
    look();
  };
  const done = store.subscribe({ ...options, onBatch, signal: stop.signal });
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => (condition() ? resolve() : undefined);
      look();
    });
  return {
    slices,
    numbers: () => events().map(({ data }) => (data as { n: number }).n),
    gotten: (count: number) => until(() => events().length >= count),
    passed: (position: number) => until(() => (slices.at(-1)?.position ?? 0) >= position),
    end: () => (stop.abort(), done),
  };
}

export function followingContract(opened: () => EventStore): void {
  describe('a subscription', () => {
    it('catches up, then follows, then ends when it is aborted', async () => {
      const category = newCategory();
      const after = await opened().head();
      const write = (events = happenings(3)) => opened().append({ stream: newStream(category), expectedRevision: 'no-stream', events });
      await write();
      const listener = listen(opened(), { after, categories: [category] });
      await listener.gotten(3);
      await write(happenings(2, 3));
      await listener.gotten(5);
      await listener.end();
      await write();
      expect(listener.numbers()).toEqual([0, 1, 2, 3, 4]);
    });

    it('ends at once when it is aborted before it began, or while nothing happens', async () => {
      const signal = AbortSignal.abort();
      await opened().subscribe({ after: 0, signal, onBatch: () => Promise.reject(new Error('nothing was asked for')) });
      await listen(opened(), { after: await opened().head(), categories: [newCategory()] }).end();
    });

    it('hands over at most so many events at once, one batch after the other', async () => {
      const category = newCategory();
      const after = await opened().head();
      await opened().append({ stream: newStream(category), expectedRevision: 'no-stream', events: happenings(10) });
      let running = 0;
      let together = 0;
      const onBatch = async () => {
        running += 1;
        together = Math.max(together, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      };
      const listener = listen(opened(), { after, categories: [category], batchMax: 4, onBatch });
      await listener.gotten(10);
      await listener.end();
      expect(Math.max(...listener.slices.map(({ events }) => events.length))).toBe(4);
      expect(together).toBe(1);
    });

    it('hands a batch over again when it was rejected, and tells of it', async () => {
      const category = newCategory();
      const after = await opened().head();
      await opened().append({ stream: newStream(category), expectedRevision: 'no-stream', events: happenings(2) });
      const errors: unknown[] = [];
      const onBatch = async ({ events }: AllSlice) => {
        if (events.length > 0 && errors.length < 2) throw new Error('not now');
      };
      const listener = listen(opened(), { after, categories: [category], onBatch, onError: (error) => errors.push(error) });
      await listener.gotten(2);
      await listener.end();
      expect(listener.numbers()).toEqual([0, 1]);
      expect(errors).toEqual([new Error('not now'), new Error('not now')]);
    });

    it('passes the position of events that its filter leaves out', async () => {
      const listener = listen(opened(), { after: await opened().head(), types: ['Rare'], categories: [newCategory()] });
      const { position } = await opened().append({ stream: newStream(), expectedRevision: 'no-stream', events: [happened()] });
      await listener.passed(position);
      await listener.end();
      expect(listener.numbers()).toEqual([]);
    });
  });
}
