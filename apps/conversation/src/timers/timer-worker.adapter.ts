import { CommandBus } from '@nestjs/cqrs';
import type { Logger } from '@parley/service-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { Dispatch } from '../conversation/conversation-commands.handler';
import type { Timer } from '../read-model/timers-of';
import { expiryOf } from './expiry';

interface DueTimer {
  readonly kind: Timer['kind'];
  readonly key: string;
  readonly conversation_id: string;
  readonly now_ms: number;
}

const BATCH_MAX = 200;
/** Deadlines are looked at this often at least; sooner when the next one is nearer. */
const IDLE_MS = 250;
const AT_LEAST_MS = 5;
/** A timer that fired is tried again after this, unless the conversation moved on and took it away. */
const RETRY_SECONDS = 5;
const ERROR_PAUSE_MS = 1_000;

/**
 * Fires deadlines on the database's clock: each becomes a command, and the conversation decides.
 *
 * Timers stand in a table that the projection keeps equal to what conversations wait for, so they survive any restart. Several
 * processes may run this: a claim puts a timer off, and a late or second firing is quiet.
 */
export class TimerWorker {
  constructor(
    private readonly pool: Pool,
    private readonly commands: CommandBus,
    private readonly logger: Logger,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const fired = await this.fireDue();
        if (fired < BATCH_MAX) await this.pause(await this.nextInMs(), signal);
      } catch (error) {
        this.logger.warn({ err: error }, 'deadlines could not be looked at');
        await this.pause(ERROR_PAUSE_MS, signal);
      }
    }
  }

  private async fireDue(): Promise<number> {
    const { rows } = await this.pool.query<DueTimer>(
      `update timer t set fire_at = clock_timestamp() + interval '${RETRY_SECONDS} seconds'
       from (select kind, key from timer where fire_at <= clock_timestamp() order by fire_at limit ${BATCH_MAX} for update skip locked) due
       where t.kind = due.kind and t.key = due.key
       returning t.kind, t.key, t.conversation_id, (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms`,
    );
    await Promise.all(rows.map((timer) => this.fire(timer)));
    return rows.length;
  }

  private async fire(timer: DueTimer): Promise<void> {
    const { command, commandId } = expiryOf({ ...timer, conversationId: timer.conversation_id }, timer.now_ms);
    await this.commands.execute(new Dispatch(command, commandId)).catch((error: unknown) => {
      this.logger.warn({ err: error, kind: timer.kind, conversationId: timer.conversation_id }, 'a deadline could not be handled yet');
    });
  }

  private async nextInMs(): Promise<number> {
    const { rows } = await this.pool.query<{ ms: number | null }>(
      'select (extract(epoch from min(fire_at) - clock_timestamp()) * 1000)::float8 as ms from timer',
    );
    return Math.max(AT_LEAST_MS, Math.min(IDLE_MS, Math.ceil(rows[0]?.ms ?? IDLE_MS)));
  }

  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}
