import type { MessageBus } from '../../message-bus/message-bus';
import { aGroup, aTopic, type Buses, countTo, firstSeen, numbered, type Reader, read, until } from './engine';

const KEYS = countTo(40).map((n) => `key-${n}`);

/** Who reads what, and who goes on when somebody leaves. */
export function groupContract(buses: Buses): void {
  it('shares the partitions among the members of a group, each record being handled by one', async () => {
    const [bus, ana, ben] = await pair(buses);
    await untilBothWork(bus, ana, ben);
    const before = ana.reader.records.length + ben.reader.records.length;
    await bus.publish(ana.topic, KEYS.flatMap((key) => numbered(key, 5, 100)));
    await until('all are handled', () => ana.reader.records.length + ben.reader.records.length >= before + 200);
    const handled = [...ana.reader.records, ...ben.reader.records].map(({ partition, offset }) => `${partition}/${offset}`);
    expect(new Set(handled).size).toBe(handled.length);
  });

  it('hands the partitions of a member that stops to the others, in order and without loss', async () => {
    const [bus, ana, ben] = await pair(buses);
    await untilBothWork(bus, ana, ben);
    const effects = () => [...ana.reader.records, ...ben.reader.records].filter(({ value }) => (value as { n: number }).n >= 0);
    const publishing = (async () => {
      for (const n of countTo(20)) await bus.publish(ana.topic, KEYS.map((key) => ({ key, value: { n } })));
    })();
    await until('some are handled', () => effects().length > 100);
    await ana.reader.stop();
    const heldByAna = ana.reader.records.length;
    await publishing;
    await until('all are handled', () => Object.values(firstSeen(effects())).flat().length >= 20 * KEYS.length);
    expect(firstSeen(effects())).toEqual(Object.fromEntries(KEYS.map((key) => [key, countTo(20)])));
    expect(ana.reader.records).toHaveLength(heldByAna);
  });

  it('gives each group everything from the oldest record on, and nothing twice after a break', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const group = aGroup();
    await bus.publish(topic, numbered('key', 5));
    const [first, other] = [read(bus, topic, { group }), read(bus, topic)];
    await until('both have read', () => first.records.length >= 5 && other.records.length >= 5);
    await first.stop();
    await bus.publish(topic, numbered('key', 5, 5));
    const second = read(await buses.open(), topic, { group });
    await until('the rest is read', () => second.records.length >= 5 && other.records.length >= 10);
    expect(firstSeen(second.records)).toEqual({ key: [5, 6, 7, 8, 9] });
    expect(firstSeen(other.records)).toEqual({ key: countTo(10) });
    expect(first.records).toHaveLength(5);
  });

  it('reads several topics as one consumer', async () => {
    const bus = await buses.open();
    const topics = [aTopic(), aTopic()];
    const reader = read(bus, topics);
    for (const topic of topics) await bus.publish(topic, numbered(topic, 3));
    await until('both are read', () => reader.records.length >= 6);
    expect(firstSeen(reader.records)).toEqual(Object.fromEntries(topics.map((topic) => [topic, countTo(3)])));
  });

  it('lets the running batch end when it stops, begins nothing more and remembers what was done', async () => {
    const bus = await buses.open();
    const topic = aTopic();
    const group = aGroup();
    const running = latch();
    const finish = latch();
    const first = read(bus, topic, { group, batchMax: 1, onBatch: () => (running.open(), finish.opened) });
    await bus.publish(topic, numbered('key', 3));
    await running.opened;
    let stopped = false;
    const stopping = first.stop().then(() => (stopped = true));
    const second = read(await buses.open(), topic, { group });
    await second.ready;
    expect([stopped, first.records.length, second.records.length]).toEqual([false, 0, 0]);
    finish.open();
    await stopping;
    await until('the rest is read', () => second.records.length >= 2);
    expect(firstSeen(first.records)).toEqual({ key: [0] });
    expect(firstSeen(second.records)).toEqual({ key: [1, 2] });
  });
}

interface GroupMember {
  readonly topic: string;
  readonly reader: Reader;
}

async function pair(buses: Buses): Promise<[MessageBus, GroupMember, GroupMember]> {
  const topic = aTopic();
  const group = aGroup();
  const [one, two] = [await buses.open(), await buses.open()];
  const members = [one, two].map((bus) => ({ topic, reader: read(bus, topic, { group, batchMax: 10 }) }));
  return [one, members[0] as GroupMember, members[1] as GroupMember];
}

/** Both have been given some partitions, and no partition is on its way from one to the other. */
async function untilBothWork(bus: MessageBus, ana: GroupMember, ben: GroupMember): Promise<void> {
  let sent = 0;
  await until('both members work', async () => {
    const [anaHad, benHad] = [ana.reader.records.length, ben.reader.records.length];
    await bus.publish(ana.topic, KEYS.map((key) => ({ key, value: { n: -1 - sent } })));
    sent += 1;
    await until('the probe is handled', () => ana.reader.records.length + ben.reader.records.length >= sent * KEYS.length);
    return ana.reader.records.length > anaHad && ben.reader.records.length > benHad;
  });
}

function latch(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
