import { type StandIn, startStandIn } from '@parley/eventstore-stand-in';
import { whyNoKafka } from '@parley/kafka/why-not';
import { join } from 'node:path';

const VARIABLE = 'PARLEY_ACCEPTANCE_ENGINES';

/**
 * What an installation keeps its log and its topics in: its PostgreSQL, or, in suites by {@link onOtherEngines}, a real Kafka and a
 * stand-in of EventStoreDB that keeps its log in a file, both its own.
 */
export class Engines {
  readonly kafka = process.env[VARIABLE] === 'others';
  private standIn: StandIn | undefined;
  private port = 0;

  constructor(private readonly dataDir: string) {}

  /** They are there, with everything they had; the settings that lead to them. Kafka is started with the product. */
  async open(): Promise<Record<string, string>> {
    if (!this.kafka) return {};
    this.standIn ??= await startStandIn({ file: join(this.dataDir, 'eventstore-stand-in.log'), port: this.port });
    this.port = this.standIn.port;
    return { EVENTSTORE_URL: this.standIn.url };
  }

  /** As if the machine had lost its power; Kafka dies with the product. */
  async die(): Promise<void> {
    await this.standIn?.stop();
    this.standIn = undefined;
  }
}

/** The whole of another suite again, on Kafka and EventStoreDB; skipped by name where there is no Kafka to be had. */
export function onOtherEngines(suite: string): void {
  process.env[VARIABLE] = 'others';
  describeWithKafka('on Kafka and EventStoreDB', () => void jest.requireActual(`../${suite}.spec`));
}

export function describeWithKafka(name: string, suite: () => void): void {
  const reason = whyNoKafka();
  if (reason === undefined) describe(name, suite);
  else describe.skip(`${name} (${reason})`, suite);
}
