import { Unreachable } from '@parley/event-sourcing';
import type { Admin } from 'kafkajs';
import { inTime } from '../deadline';
import type { KafkaClient } from './client';
import { Reopened } from './reopened';

const CHECK_MAX_MS = 3_000;

/** The administrative connection of a process, opened when it is first needed, and again after it fell silent. */
export class AdminConnection {
  private readonly admin: Reopened<Admin>;

  constructor(openKafka: () => KafkaClient) {
    this.admin = new Reopened(openKafka, (kafka) => kafka.admin());
  }

  /** What `work` resolves with. @throws Overdue when it takes too long, or its own rejection */
  ask<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    return this.admin.use(work);
  }

  /** Resolves when a broker answers. @throws Unreachable */
  async check(): Promise<void> {
    try {
      await inTime(CHECK_MAX_MS, this.ask((admin) => admin.describeCluster()));
    } catch (error) {
      throw new Unreachable('Kafka is out of reach while checking', { cause: error });
    }
  }

  close(): Promise<void> {
    return this.admin.close();
  }
}
