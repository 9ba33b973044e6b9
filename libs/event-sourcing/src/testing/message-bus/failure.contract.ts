import { type BusRecord, DEAD_LETTER_HEADERS, deadLettersOf, type MessageBus, Unprocessable, Unreachable } from '../../message-bus/message-bus';
import { aGroup, aTopic, type Buses, countTo, firstSeen, numbered, numberOf, type Reader, read, until } from './engine';

const retry = { attemptsMax: 3, firstDelayMs: 20, delayMaxMs: 80 };

/** A handler's `onBatch` that fails with `error` for number 2, `times` times when it stands alone. */
function failingAtTwo(error: () => Error, times = Infinity) {
  const triedAt: number[] = [];
  const onBatch = async (batch: readonly BusRecord[]) => {
    if (!batch.some((record) => numberOf(record) === 2)) return;
    if (batch.length === 1) triedAt.push(performance.now());
    if (batch.length > 1 || triedAt.length <= times) throw error();
  };
  return { triedAt, onBatch };
}

const lettersOf = (bus: MessageBus, topic: string): Reader => read(bus, deadLettersOf(topic));

/** What happens when a handler fails. */
export function failureContract(buses: Buses): void {
  it('tries a record again with back-off and keeps the order', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const { triedAt, onBatch } = failingAtTwo(() => new Error('not yet'), 2);
    const reader = read(bus, topic, { retry, onBatch });
    await bus.publish(topic, numbered('key', 5));
    await until('all are handled', () => reader.records.length >= 5);
    expect(firstSeen(reader.records)).toEqual({ key: countTo(5) });
    const pauses = triedAt.slice(1).map((at, index) => at - (triedAt[index] as number));
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(9);
    expect(pauses[1]).toBeGreaterThanOrEqual(19);
  });

  it('sends a record that fails for good to the dead letters, with its reason, and goes on', async () => {
    const told: string[] = [];
    const bus = await buses.open({ deadLettered: ({ topic }, { attempt }) => void told.push(`${topic} ${attempt}`) });
    const topic = aTopic();
    const { triedAt, onBatch } = failingAtTwo(() => new TypeError('no such field'));
    const [reader, letters] = [read(bus, topic, { retry, onBatch }), lettersOf(bus, topic)];
    await bus.publish(topic, [...numbered('key', 2), { key: 'key', value: { n: 2 }, headers: { ce_id: 'abc' } }, ...numbered('key', 2, 3)]);
    await until('the others are handled', () => reader.records.length >= 4 && letters.records.length >= 1);
    expect(firstSeen(reader.records)).toEqual({ key: [0, 1, 3, 4] });
    expect(letters.records).toEqual([expect.objectContaining({ key: 'key', value: { n: 2 } })]);
    expect(letters.records[0]?.headers).toMatchObject({
      ce_id: 'abc',
      [DEAD_LETTER_HEADERS.topic]: topic,
      [DEAD_LETTER_HEADERS.partition]: String(reader.records[0]?.partition),
      [DEAD_LETTER_HEADERS.offset]: '2',
      [DEAD_LETTER_HEADERS.attempts]: '3',
      [DEAD_LETTER_HEADERS.reason]: 'TypeError: no such field',
      [DEAD_LETTER_HEADERS.failedAt]: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
    expect(triedAt).toHaveLength(3);
    expect(told).toEqual([`${topic} 3`]);
  });

  it('does not try again what cannot be processed', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const { triedAt, onBatch } = failingAtTwo(() => new Unprocessable('no such conversation'));
    const [reader, letters] = [read(bus, topic, { retry, onBatch }), lettersOf(bus, topic)];
    await bus.publish(topic, numbered('key', 4));
    await until('the others are handled', () => reader.records.length >= 3 && letters.records.length >= 1);
    expect(triedAt).toHaveLength(1);
    expect(letters.records[0]?.headers).toMatchObject({ [DEAD_LETTER_HEADERS.attempts]: '1', [DEAD_LETTER_HEADERS.reason]: 'Unprocessable: no such conversation' });
  });

  it('never gives up on a record while something else is away', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    let outages = 0;
    const onBatch = async () => {
      outages += 1;
      if (outages <= 8) throw new Unreachable('the store is away');
    };
    const [reader, letters] = [read(bus, topic, { retry, onBatch }), lettersOf(bus, topic)];
    await bus.publish(topic, numbered('key', 4));
    await until('all are handled', () => reader.records.length >= 4);
    expect(firstSeen(reader.records)).toEqual({ key: countTo(4) });
    await bus.publish(deadLettersOf(topic), [{ key: 'key', value: 'the first letter' }]);
    await until('a letter is there', () => letters.records.length >= 1);
    expect(letters.records.map(({ value }) => value)).toEqual(['the first letter']);
  });

  it('stops during an outage, and leaves the record to the next', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const group = aGroup();
    let tries = 0;
    const onBatch = async () => {
      tries += 1;
      throw new Unreachable('the store is away');
    };
    const first = read(bus, topic, { group, retry: { ...retry, firstDelayMs: 30_000, delayMaxMs: 60_000 }, onBatch });
    await bus.publish(topic, numbered('key', 2));
    await until('it was tried', () => tries > 0);
    const startedAt = performance.now();
    await first.stop();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const second = read(await buses.open(), topic, { group });
    await until('the next has it', () => second.records.length >= 2);
    expect(firstSeen(second.records)).toEqual({ key: [0, 1] });
  });

  it('sends dead letters again, as they were, once', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    let repaired = false;
    const onBatch = async () => {
      if (!repaired) throw new Unprocessable('not understood');
    };
    const [reader, letters] = [read(bus, topic, { retry, onBatch }), lettersOf(bus, topic)];
    await bus.publish(topic, numbered('key', 3).map((record) => ({ ...record, headers: { ce_id: String(numberOf(record)) } })));
    await until('all are dead letters', () => letters.records.length >= 3);
    repaired = true;
    expect(await bus.redrive(topic)).toBe(3);
    expect(await bus.redrive(topic)).toBe(0);
    await until('all are handled', () => reader.records.length >= 3);
    expect(reader.records.map(numberOf)).toEqual([0, 1, 2]);
    expect(reader.records.map(({ headers }) => [headers['ce_id'], headers[DEAD_LETTER_HEADERS.reason]])).toEqual([['0', undefined], ['1', undefined], ['2', undefined]]);
    expect(await bus.redrive(aTopic())).toBe(0);
  });

  it('sends each dead letter again once when two are asked to at the same time', async () => {
    const [bus, other] = [await buses.open(), await buses.open()];
    const topic = aTopic();
    let repaired = false;
    const onBatch = async () => {
      if (!repaired) throw new Unprocessable('not understood');
    };
    const [reader, letters] = [read(bus, topic, { retry, onBatch }), lettersOf(bus, topic)];
    await bus.publish(topic, countTo(40).map((n) => ({ key: `key-${n}`, value: { n } })));
    await until('all are dead letters', () => letters.records.length >= 40);
    repaired = true;
    const [one, another] = await Promise.all([bus.redrive(topic), other.redrive(topic)]);
    expect(one + another).toBe(40);
    await until('all are handled', () => reader.records.length >= 40);
    expect(reader.records.map(numberOf).sort((a, b) => a - b)).toEqual(countTo(40));
  });

  it('skips what a consumer from now on fails with', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const { onBatch } = failingAtTwo(() => new Error('not shown'));
    const reader = read(bus, topic, { group: 'from-now', onBatch });
    await reader.ready;
    await bus.publish(topic, numbered('key', 5));
    await until('the others are handled', () => reader.records.length >= 4);
    expect(firstSeen(reader.records)).toEqual({ key: [0, 1, 3, 4] });
    expect(await bus.redrive(topic)).toBe(0);
  });
}
