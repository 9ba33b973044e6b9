import { pause, Unreachable } from '@parley/event-sourcing';
import type { Admin, Kafka } from 'kafkajs';

const CHECK_MAX_MS = 3_000;

/** The administrative connection of a process, opened when it is first needed. */
export class AdminConnection {
  private opening: Promise<Admin> | undefined;

  constructor(private readonly kafka: Kafka) {}

  readonly get = (): Promise<Admin> => {
    this.opening ??= this.open();
    return this.opening;
  };

  /** Resolves when a broker answers. @throws Unreachable */
  async check(): Promise<void> {
    const over = new AbortController();
    const late = pause(CHECK_MAX_MS, over.signal).then(() => Promise.reject(new Error(`no answer in ${CHECK_MAX_MS} ms`)));
    late.catch(() => undefined);
    try {
      await Promise.race([this.get().then((admin) => admin.describeCluster()), late]);
    } catch (error) {
      throw new Unreachable('Kafka is out of reach while checking', { cause: error });
    } finally {
      over.abort();
    }
  }

  async close(): Promise<void> {
    const admin = await this.opening?.catch(() => undefined);
    await admin?.disconnect();
  }

  private async open(): Promise<Admin> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }
}
