import { lastThat } from './last-that';

describe('the last event of a moment', () => {
  const last = async (length: number, upTo: number) => {
    let reads = 0;
    const read = async (revision: number) => {
      reads += 1;
      return revision < length ? { revision } : undefined;
    };
    const event = await lastThat(read, ({ revision }) => revision <= upTo);
    return { revision: event?.revision, reads };
  };

  it('is found wherever it is, of streams of any length', async () => {
    for (let length = 0; length < 20; length += 1)
      for (let upTo = -1; upTo <= length; upTo += 1) {
        const expected = Math.min(upTo, length - 1);
        expect({ length, upTo, revision: (await last(length, upTo)).revision }).toEqual({ length, upTo, revision: expected < 0 ? undefined : expected });
      }
  });

  it('is found without reading the stream', async () => {
    expect((await last(100_000, 77_777)).reads).toBeLessThan(40);
  });
});
