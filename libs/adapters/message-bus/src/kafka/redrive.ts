import { deadLettersOf, type NewRecord, revived } from '@parley/event-sourcing';
import type { Admin, EachBatchPayload } from 'kafkajs';
import { type Consuming, groupIdOf } from './consuming/consuming';
import { Session } from './consuming/session';
import { toRecord } from './records';
import { exists, offsetsOf } from './topics';

/** The group whose offsets say which dead letters were sent again. */
const REDRIVE_GROUP = groupIdOf('redrive');

/**
 * Publishes the dead letters of `topic` again, those that are there at the call, oldest first in each partition and so for each key,
 * and answers how many. Who asks at the same time is a member of the same group: each letter is sent by one of them. After a crash
 * in the middle one batch is sent twice.
 */
export async function redrive(consuming: Consuming, topic: string): Promise<number> {
  const letters = deadLettersOf(topic);
  const due = await consuming.admin.ask((admin) => dueOf(admin, letters));
  if (due.size === 0) return 0;
  const again = new Redrive(consuming, topic, due);
  return again.run(letters);
}

/** For each partition with letters to send: the offset behind the last of them. */
async function dueOf(admin: Admin, letters: string): Promise<Map<number, number>> {
  if (!(await exists(admin, letters))) return new Map();
  const [sent] = await admin.fetchOffsets({ groupId: REDRIVE_GROUP, topics: [letters] });
  const offsets = new Map(sent?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  const ends = await offsetsOf(admin, letters);
  const due = ends.filter(({ partition, low, high }) => Number(high) > Math.max(Number(low), offsets.get(partition) ?? 0));
  return new Map(due.map(({ partition, high }) => [partition, Number(high)]));
}

class Redrive {
  private sent = 0;
  /** It may still go on when all is sent; what asks a connection that is closed meanwhile tries again for seconds. */
  private looking: Promise<void> = Promise.resolve();
  private done: () => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;
  private readonly finished = new Promise<void>((resolve, reject) => ([this.done, this.fail] = [resolve, reject]));

  constructor(
    private readonly consuming: Consuming,
    private readonly topic: string,
    private readonly due: Map<number, number>,
  ) {}

  async run(letters: string): Promise<number> {
    const session: Session = new Session(this.consuming, {
      groupId: REDRIVE_GROUP,
      topics: [letters],
      fromBeginning: true,
      onAssigned: ({ [letters]: mine = [] }) => void (this.looking = this.looking.then(() => this.keepOnly(letters, mine)).catch(this.fail)),
      onFetched: (batch) => this.send(session, batch),
      ended: async () => undefined,
    });
    try {
      const joined = session.join().then(() => new Promise<never>(() => undefined));
      const failed = session.over.then((error) => Promise.reject(error));
      await Promise.race([this.finished, failed, joined]);
      await this.looking;
      return this.sent;
    } finally {
      await session.close();
    }
  }

  /** What another redrive has been given is its to send; and of ours it may have sent something since we looked, which then never comes. */
  private async keepOnly(letters: string, mine: readonly number[]): Promise<void> {
    const stillDue = await this.consuming.admin.ask((admin) => dueOf(admin, letters));
    for (const partition of [...this.due.keys()]) if (!mine.includes(partition) || !stillDue.has(partition)) this.settle(partition);
  }

  private async send(session: Session, { topic: letters, partition, messages }: EachBatchPayload['batch']): Promise<boolean> {
    const end = this.due.get(partition);
    if (end === undefined) return true;
    const records: NewRecord[] = messages.filter(({ offset }) => Number(offset) < end).map((message) => revived(toRecord(letters, partition, message)));
    await this.consuming.publish(this.topic, records);
    const offset = Math.min(end, Number(messages.at(-1)?.offset ?? 0) + 1);
    await session.commit([{ topic: letters, partition, offset: String(offset) }]);
    this.sent += records.length;
    if (offset >= end) this.settle(partition);
    return true;
  }

  private settle(partition: number): void {
    this.due.delete(partition);
    if (this.due.size === 0) this.done();
  }
}
