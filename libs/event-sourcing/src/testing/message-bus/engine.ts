import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BusObserver } from '../../message-bus/bus-observer';
import type { BusRecord, ConsumeAsGroup, Consumer, MessageBus, NewRecord } from '../../message-bus/message-bus';

/** What an adapter's spec says about its engine. */
export interface MessageBusEngine {
  /** One more bus on the engine, as one more process would open it. */
  open(observer?: BusObserver): Promise<MessageBus>;
  /** Without it the suite kills nobody. */
  readonly killing?: Killing;
}

/** What the suite needs to kill members of a group. */
export interface Killing {
  /** A member of a group in a process of its own. */
  spawn(member: ChildMember): Promise<Child>;
  /** How long it may take until the others have what a killed member had. */
  readonly handsOverWithinMs: number;
}

export interface ChildMember {
  readonly topic: string;
  readonly group: string;
  /** A file: what {@link journalLine} makes of each record when its handler begins. */
  readonly journalPath: string;
  /** True: handlers begin and never end. */
  readonly stuck: boolean;
}

export interface Child {
  /** Ends it as `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>;
}

/** The line that a child writes into its journal for a record. */
export const journalLine = ({ key, value }: BusRecord): string => `${JSON.stringify({ key, value })}\n`;

/** What a child has written whole so far: it may be in the middle of a line. */
export function readJournal(path: string): NewRecord[] {
  const text = readFileSync(path, 'utf8');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as NewRecord);
}

/** Every test has topics and groups of its own, because the engine is shared. */
export const aTopic = (): string => `contract.${randomUUID()}`;
export const aGroup = (): string => `group-${randomUUID()}`;

/** Opens buses for one test and closes them all after it. */
export class Buses {
  private readonly opened: MessageBus[] = [];

  constructor(private readonly engine: MessageBusEngine) {}

  async open(observer?: BusObserver): Promise<MessageBus> {
    const bus = await this.engine.open(observer);
    this.opened.push(bus);
    return bus;
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.opened.splice(0).map((bus) => bus.close()));
  }
}

/** A consumer that keeps what it was given, in the order of its effects. */
export interface Reader extends Consumer {
  readonly records: BusRecord[];
  readonly batches: (readonly BusRecord[])[];
}

type ReaderOptions = Partial<Omit<ConsumeAsGroup, 'topics' | 'group'>> & { group?: string | 'from-now' };

export function read(bus: MessageBus, topic: string | readonly string[], { group = aGroup(), onBatch, ...rest }: ReaderOptions = {}): Reader {
  const records: BusRecord[] = [];
  const batches: (readonly BusRecord[])[] = [];
  const consumer = bus.consume({
    ...rest,
    ...(group === 'from-now' ? {} : { group }),
    topics: typeof topic === 'string' ? [topic] : topic,
    onBatch: async (batch) => {
      await onBatch?.(batch);
      batches.push(batch);
      records.push(...batch);
    },
  });
  return { records, batches, ready: consumer.ready, stop: () => consumer.stop() };
}

/** `count` records of one key, numbered in their values. */
export const numbered = (key: string, count: number, from = 0): NewRecord[] => Array.from({ length: count }, (_, index) => ({ key, value: { n: from + index } }));

export const numberOf = ({ value }: Pick<NewRecord, 'value'>): number => (value as { n: number }).n;

/** The numbers of each key in the order in which they were first seen. */
export function firstSeen(records: readonly Pick<NewRecord, 'key' | 'value'>[]): Record<string, number[]> {
  const seen: Record<string, number[]> = {};
  for (const record of records) {
    const numbers = (seen[record.key] ??= []);
    if (!numbers.includes(numberOf(record))) numbers.push(numberOf(record));
  }
  return seen;
}

export const countTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Waits until `condition` holds; says what it waited for when it never does. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, maxMs = 30_000): Promise<void> {
  const giveUpAt = performance.now() + maxMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${maxMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
