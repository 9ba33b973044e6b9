import { type BusRecord, type NewRecord, Unreachable } from '../../message-bus/message-bus';
import { aTopic, type Buses, countTo, firstSeen, numbered, numberOf, read, until } from './engine';

/** Publishing, and what is read of it. */
export function logContract(buses: Buses): void {
  it('keeps the order of each key while many publish at once', async () => {
    const [one, two] = [await buses.open(), await buses.open()];
    const topic = aTopic();
    const reader = read(one, topic);
    const publisher = async (key: string, bus: typeof one) => {
      for (let n = 0; n < 40; n += 2) await bus.publish(topic, numbered(key, 2, n));
    };
    const keys = countTo(16).map((n) => `key-${n}`);
    await Promise.all(keys.map((key, index) => publisher(key, index % 2 ? one : two)));
    await until('all are read', () => reader.records.length >= 640);
    expect(firstSeen(reader.records)).toEqual(Object.fromEntries(keys.map((key) => [key, countTo(40)])));
    expect(reader.records).toHaveLength(640);
  });

  it('numbers the records of a partition one by one and keeps a key in one partition', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const reader = read(bus, topic, { batchMax: 7 });
    await bus.publish(topic, countTo(200).map((n) => ({ key: `key-${n % 20}`, value: { n } })));
    await until('all are read', () => reader.records.length >= 200);
    const byPartition = groupBy(reader.records, ({ partition }) => partition);
    for (const records of byPartition.values()) expect(records.map(({ offset }) => offset)).toEqual(countTo(records.length));
    expect(byPartition.size).toBeGreaterThan(1);
    const partitionsOfKeys = groupBy(reader.records, ({ key }) => key);
    for (const records of partitionsOfKeys.values()) expect(new Set(records.map(({ partition }) => partition)).size).toBe(1);
    for (const batch of reader.batches) {
      expect(batch.length).toBeLessThanOrEqual(7);
      expect(new Set(batch.map(({ partition }) => partition)).size).toBe(1);
    }
  });

  it('gives back keys, values and headers as they were', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const odd = { text: 'nul \u0000, "quotes", \\, ümläut, 👩‍💻, \ud800, \u2028', list: [1, null, true, -0.5e-7], nested: { empty: {} }, none: null };
    const records: NewRecord[] = [
      { key: '', value: odd, headers: { ce_id: '1', reason: 'said "no"\n{}' } },
      { key: 'käse "\\ \n', value: 'just text' },
      { key: '{"a":1}', value: null },
      { key: 'number', value: 42, headers: {} },
    ];
    const reader = read(bus, topic);
    const before = Date.now();
    await bus.publish(topic, records);
    await until('all are read', () => reader.records.length >= 4);
    for (const { key, value, headers = {} } of records)
      expect(reader.records).toContainEqual(expect.objectContaining({ key, value, topic, headers: expect.objectContaining(headers) as unknown }));
    for (const { publishedAt } of reader.records) {
      expect(publishedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Math.abs(Date.parse(publishedAt) - before)).toBeLessThan(60_000);
    }
  });

  it('carries values of a megabyte', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const reader = read(bus, topic);
    const big = 'x'.repeat(1_000_000);
    for (const n of countTo(3)) await bus.publish(topic, [{ key: 'big', value: { n, big } }]);
    await until('all are read', () => reader.records.length >= 3);
    expect(reader.records.map(numberOf)).toEqual([0, 1, 2]);
    expect((reader.records[2]?.value as { big: string }).big).toBe(big);
  });

  it('carries ten thousand records', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    let handled = 0;
    const count = (records: readonly BusRecord[]) => Promise.resolve(void (handled += records.length));
    const consumer = bus.consume({ topics: [topic], group: `group-${topic}`, onBatch: count });
    await consumer.ready;
    for (const n of countTo(20)) await bus.publish(topic, countTo(500).map((m) => ({ key: `key-${m}`, value: { n: n * 500 + m, text: 'y'.repeat(200) } })));
    await until('all are read', () => handled >= 10_000);
    expect(handled).toBe(10_000);
  });

  it('shows a consumer from now on what comes, not what was, and each of them everything', async () => {
    const [one, two] = [await buses.open(), await buses.open()];
    const topic = aTopic();
    await one.publish(topic, numbered('before', 5));
    const readers = [read(one, topic, { group: 'from-now' }), read(two, topic, { group: 'from-now' })];
    await Promise.all(readers.map(({ ready }) => ready));
    await one.publish(topic, numbered('after', 5));
    await until('both have read', () => readers.every(({ records }) => records.length >= 5));
    for (const { records } of readers) expect(firstSeen(records)).toEqual({ after: countTo(5) });
  });

  it('is ready while it is open and refuses to publish when it is closed', async () => {
    const bus = await buses.open();
    await expect(bus.check()).resolves.toBeUndefined();
    await bus.close();
    await expect(bus.publish(aTopic(), numbered('late', 1))).rejects.toThrow(Unreachable);
    await expect(bus.check()).rejects.toThrow(Unreachable);
  });
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
