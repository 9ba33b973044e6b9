import { pause } from '@parley/event-sourcing';
import type { Clock, Logger } from '@parley/service-kit';
import { ExpireReservations } from '../hold-place/hold-place';
import { remindConversations } from '../remind-conversations/remind-conversations';
import { readyAgents, reminders, waitingRequests } from '../routing.metrics';
import type { ConversationCommands } from './conversation-commands.publisher';
import type { RoutingPartition } from './routing-partition.service';

const LOOK_EVERY_MS = 500;
/** Not at the same moment in every process: the first to look spares the others the conflict. */
const SPREAD_MS = 250;

/**
 * Proposes the end of reservations whose time is over; the partition decides. The deadlines are in its state, so that neither a
 * restart nor a change of process loses one.
 */
export async function expireOnTime(partition: RoutingPartition, { clock, logger, signal }: Timing): Promise<void> {
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS + Math.random() * SPREAD_MS, signal);
    if (signal.aborted || !partition.isRecovered) continue;
    showGauges(partition);
    const now = clock.now();
    if (![...partition.state.reserved.values()].some(({ untilMs }) => untilMs <= now)) continue;
    await partition.submit(new ExpireReservations()).catch((error: unknown) => logger.warn({ err: error }, 'reservations expire later'));
  }
}

const REMIND_EVERY_MS = 1_000;
const FIRST_REMINDER_MS = 5_000;

/**
 * Asks conversations again that have not answered, 5 s after the first time and then ever less often. What was open before it
 * started is asked for at once: a process may have ended between an append and its commands.
 */
export async function remindOnTime(partition: RoutingPartition, commands: ConversationCommands, { clock, signal }: Timing): Promise<void> {
  const startedAtMs = clock.now();
  let nextAtMs = new Map<string, number>();
  while (!signal.aborted) {
    if (partition.isRecovered) {
      const now = clock.now();
      const { reserved } = partition.state;
      nextAtMs = new Map([...reserved.values()].map(({ offerId, reservedAtMs }) => [offerId, nextAtMs.get(offerId) ?? firstReminder(reservedAtMs, startedAtMs)]));
      const due = remindConversations(partition.state).filter(({ offerId }) => nextAtMs.get(offerId)! <= now);
      for (const { offerId } of due) nextAtMs.set(offerId, now + Math.max(FIRST_REMINDER_MS, now - reserved.get(offerId)!.reservedAtMs));
      if (due.length > 0) commands.send(due);
      reminders.inc(due.length);
    }
    await pause(REMIND_EVERY_MS, signal);
  }
}

const firstReminder = (reservedAtMs: number, startedAtMs: number): number =>
  reservedAtMs <= startedAtMs ? startedAtMs : reservedAtMs + FIRST_REMINDER_MS;

export interface Timing {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

function showGauges({ state }: RoutingPartition): void {
  for (const queue of state.roster.queues.keys()) {
    waitingRequests.set({ queue }, state.waiting.inQueue(queue).length);
    readyAgents.set({ queue }, state.readyFor(queue).size);
  }
}
