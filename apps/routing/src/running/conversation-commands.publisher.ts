import { type ConversationCommand, TOPICS } from '@parley/contracts';
import { backOff, type MessageBus } from '@parley/event-sourcing';
import type { Logger } from '@parley/service-kit';

const BATCH_MAX = 500;
const WAITING_MAX = 10_000;
const TRIES_MAX = 5;

/**
 * Publishes what the conversations are asked, in order, without keeping anyone waiting.
 *
 * Nothing here is durable and nothing needs to be: what does not arrive is asked again, because the reservation it is about
 * stays open (`ReservationTimers`).
 */
export class ConversationCommands {
  private waiting: ConversationCommand[] = [];
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly bus: Pick<MessageBus, 'publish'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  send(commands: readonly ConversationCommand[]): void {
    const room = WAITING_MAX - this.waiting.length;
    if (room < commands.length) this.logger.warn({ left: commands.length - room }, 'the broker is behind; some offers are asked for later');
    for (const command of commands.slice(0, Math.max(0, room))) this.waiting.push(command);
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  /** What is waiting is published, if the broker answers. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.length > 0) await this.publish(this.waiting.splice(0, BATCH_MAX));
  }

  private async publish(commands: readonly ConversationCommand[]): Promise<void> {
    const records = commands.map((command) => ({ key: command.conversationId, value: command }));
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      try {
        return await this.bus.publish(TOPICS.conversationCommands, records);
      } catch (error) {
        if (tries === TRIES_MAX || this.stopping.signal.aborted) {
          this.logger.warn({ err: error, commands: commands.length }, 'commands were not published; they are asked again');
          return;
        }
        await backOff(tries, this.stopping.signal);
      }
    }
  }
}
