import { type StandIn, startStandIn } from '@parley/eventstore-stand-in';
import { join } from 'node:path';

/**
 * Where an installation has its log: in its PostgreSQL, or, with `PARLEY_ACCEPTANCE_EVENTSTORE=stand-in`, in a stand-in of EventStoreDB
 * that keeps it in a file.
 */
export class LogPlace {
  private readonly isElsewhere = process.env['PARLEY_ACCEPTANCE_EVENTSTORE'] === 'stand-in';
  private standIn: StandIn | undefined;
  private port = 0;

  constructor(private readonly dataDir: string) {}

  /** It is there, with everything it had; the settings that lead to it. */
  async open(): Promise<Record<string, string>> {
    if (!this.isElsewhere) return {};
    this.standIn ??= await startStandIn({ file: join(this.dataDir, 'eventstore-stand-in.log'), port: this.port });
    this.port = this.standIn.port;
    return { EVENTSTORE_URL: this.standIn.url };
  }

  /** As if its machine had lost its power. */
  async die(): Promise<void> {
    await this.standIn?.stop();
    this.standIn = undefined;
  }
}
