import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aGroup, aTopic, type Buses, type Child, countTo, firstSeen, type Killing, numbered, read, readJournal, until } from './engine';

const KEYS = countTo(20).map((n) => `key-${n}`);

/** What is left when a process of the group dies by `kill -9`. */
export function crashContract(buses: Buses, killing: Killing): void {
  const directory = mkdtempSync(join(tmpdir(), 'parley-bus-contract-'));
  const children: Child[] = [];
  afterEach(() => Promise.all(children.splice(0).map((child) => child.kill())));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  async function member(topic: string, group: string, stuck: boolean) {
    const journalPath = join(directory, `${group}.jsonl`);
    writeFileSync(journalPath, '');
    const child = await killing.spawn({ topic, group, journalPath, stuck });
    children.push(child);
    return { kill: () => child.kill(), handled: () => readJournal(journalPath) };
  }

  it('goes on in another member, in order and without loss, when one is killed', async () => {
    const bus = await buses.open();
    const [topic, group] = [aTopic(), aGroup()];
    const child = await member(topic, group, false);
    const survivor = read(bus, topic, { group, batchMax: 10 });
    let published = 0;
    let publishing = true;
    const publisher = (async () => {
      for (; publishing || published < 50; published += 1) await bus.publish(topic, KEYS.map((key) => ({ key, value: { n: published } })));
    })();
    await until('both members work', () => child.handled().length > 50 && survivor.records.length > 50);
    await child.kill();
    const dead = child.handled();
    publishing = false;
    await publisher;
    const all = () => firstSeen([...dead, ...survivor.records]);
    await until('all are handled', () => Object.values(all()).flat().length >= published * KEYS.length);
    expect(all()).toEqual(Object.fromEntries(KEYS.map((key) => [key, countTo(published)])));
  });

  it('delivers again what a member was handling when it was killed', async () => {
    const bus = await buses.open();
    const [topic, group] = [aTopic(), aGroup()];
    const child = await member(topic, group, true);
    await bus.publish(topic, numbered('key', 3));
    await until('the child is handling', () => child.handled().length > 0);
    const survivor = read(bus, topic, { group });
    await survivor.ready;
    expect(survivor.records).toEqual([]);
    await child.kill();
    await until('the survivor has all', () => survivor.records.length >= 3, killing.handsOverWithinMs);
    expect(firstSeen(survivor.records)).toEqual({ key: [0, 1, 2] });
  });
}
