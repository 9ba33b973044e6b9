import { type Delivery, deliver } from './delivery';
import { type BusRecord, DEAD_LETTER_HEADERS, type NewRecord, Unprocessable, Unreachable } from './message-bus';

const batch = (count: number): BusRecord[] =>
  Array.from({ length: count }, (_, offset) => ({ topic: 'topic', partition: 0, offset, key: 'key', value: offset, headers: {}, publishedAt: '' }));

interface Scenario extends Partial<Delivery> {
  readonly abort?: AbortController;
}

/** Delivers five records and notes what happens in its order. */
async function delivering({ abort = new AbortController(), ...scenario }: Scenario) {
  const log: string[] = [];
  const delivery: Delivery = {
    from: { topic: 'topic', partition: 0, group: 'group' },
    retry: { attemptsMax: 3, firstDelayMs: 1, delayMaxMs: 2 },
    signal: abort.signal,
    deadLetter: async (topic, { value, headers }) => void log.push(`${topic} ${String(value)} after ${headers?.[DEAD_LETTER_HEADERS.attempts]}`),
    settled: async ({ offset }) => void log.push(`settled ${offset}`),
    observer: {},
    now: () => 0,
    ...scenario,
    onBatch: async (records) => {
      log.push(`handle ${records.map(({ offset }) => offset).join()}`);
      await scenario.onBatch?.(records);
    },
  };
  const outcome = await deliver(batch(5), delivery).catch((error: Error) => error.message);
  return { log, outcome };
}

/** Fails `times` times whenever number 2 is among the records. */
function failing(error: Error, times = Infinity) {
  let left = times;
  return async (records: readonly BusRecord[]) => {
    if (records.some(({ offset }) => offset === 2) && left-- > 0) throw error;
  };
}

describe('delivery', () => {
  it('hands over the whole batch and moves the offset once', async () => {
    expect(await delivering({})).toEqual({ log: ['handle 0,1,2,3,4', 'settled 4'], outcome: true });
  });

  it('publishes the dead letter before the offset moves', async () => {
    const { log, outcome } = await delivering({ onBatch: failing(new Unprocessable('bad')) });
    expect(log).toEqual([
      ...['handle 0,1,2,3,4', 'handle 0', 'settled 0', 'handle 1', 'settled 1', 'handle 2'],
      ...['topic.dlq 2 after 1', 'settled 2', 'handle 3', 'settled 3', 'handle 4', 'settled 4'],
    ]);
    expect(outcome).toBe(true);
  });

  it('tries an ordinary failure as often as the policy says', async () => {
    const { log } = await delivering({ onBatch: failing(new Error('bug')) });
    expect(log.filter((entry) => entry === 'handle 2')).toHaveLength(3);
    expect(log).toContain('topic.dlq 2 after 3');
  });

  it('does not move the offset while the dead letter cannot be published', async () => {
    const abort = new AbortController();
    let tries = 0;
    const deadLetter = async () => {
      tries += 1;
      if (tries === 4) abort.abort();
      throw new Unreachable('the broker is away');
    };
    const { log, outcome } = await delivering({ abort, deadLetter, onBatch: failing(new Unprocessable('bad')) });
    expect(log.at(-2)).toBe('settled 1');
    expect([outcome, tries]).toEqual([false, 4]);
  });

  it('tries only the first record during an outage, then the rest together', async () => {
    const { log, outcome } = await delivering({ onBatch: failing(new Unreachable('away'), 1) });
    expect(log).toEqual(['handle 0,1,2,3,4', 'handle 0', 'settled 0', 'handle 1,2,3,4', 'settled 4']);
    expect(outcome).toBe(true);
  });

  it('does not count outages as tries', async () => {
    const letters: NewRecord[] = [];
    let calls = 0;
    const onBatch = async ([first]: readonly BusRecord[]) => {
      calls += 1;
      if (first?.offset === 0 && calls < 10) throw new Unreachable('away');
    };
    const { outcome } = await delivering({ onBatch, deadLetter: async (_, letter) => void letters.push(letter) });
    expect([outcome, letters]).toEqual([true, []]);
  });

  it('begins nothing after the signal, and does not wait for a retry', async () => {
    const abort = new AbortController();
    const onBatch = async () => {
      abort.abort();
      throw new Error('late');
    };
    const { log, outcome } = await delivering({ abort, onBatch, retry: { attemptsMax: 5, firstDelayMs: 60_000, delayMaxMs: 60_000 } });
    expect(log).toEqual(['handle 0,1,2,3,4']);
    expect(outcome).toBe(false);
  });

  it('ends when the offset may not be moved', async () => {
    const settled = () => Promise.reject(new Error('fenced'));
    expect(await delivering({ settled })).toEqual({ log: ['handle 0,1,2,3,4'], outcome: 'fenced' });
  });

  it('skips what fails for good when there are no dead letters', async () => {
    const skipped: number[] = [];
    const { log } = await delivering({
      deadLetter: undefined as never,
      retry: { attemptsMax: 1, firstDelayMs: 1, delayMaxMs: 1 },
      observer: { skipped: (_, { offset }) => void skipped.push(offset) },
      onBatch: failing(new Unreachable('away')),
    });
    expect(skipped).toEqual([2]);
    expect(log.at(-1)).toBe('settled 4');
  });
});
