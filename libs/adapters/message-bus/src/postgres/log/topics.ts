import type { Pool } from 'pg';
import { asFault } from './faults';

export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
}

/** As Kafka has it. */
const NAME = /^[A-Za-z0-9._-]{1,249}$/;

/** The topics that this process has met; a topic is created by the first who names it and keeps its number of partitions. */
export class Topics {
  private readonly known = new Map<string, Promise<Topic>>();

  constructor(
    private readonly pool: Pool,
    private readonly partitions: number,
  ) {}

  /** @throws Unreachable */
  get(name: string): Promise<Topic> {
    let topic = this.known.get(name);
    if (topic === undefined) {
      topic = this.ensure(name);
      this.known.set(name, topic);
      topic.catch(() => this.known.delete(name));
    }
    return topic;
  }

  private async ensure(name: string): Promise<Topic> {
    if (!NAME.test(name)) throw new RangeError(`not a topic name: ${JSON.stringify(name)}`);
    try {
      const { rows } = await this.pool.query<Topic>('select id, partitions from message_bus.ensure_topic($1, $2)', [name, this.partitions]);
      const row = rows[0];
      if (row === undefined) throw new Error(`topic ${name} was not created`);
      return { ...row, name };
    } catch (error) {
      throw asFault(error, `creating topic ${name}`);
    }
  }
}
