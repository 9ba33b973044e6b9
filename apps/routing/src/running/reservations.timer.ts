import { pause } from '@parley/event-sourcing';
import type { Clock, Logger } from '@parley/service-kit';
import { Reminders } from '../remind-conversations/reminders';
import { readyAgents, reminders as remindersSent, waitingRequests } from '../routing.metrics';
import type { ConversationCommands } from './conversation-commands.publisher';
import { dueInputs } from './due';
import type { RoutingPartition } from './routing-partition.service';

const LOOK_EVERY_MS = 500;
/** Not at the same moment in every process: the first to look spares the others the conflict. */
const SPREAD_MS = 250;

/**
 * Proposes the end of reservations, and of connections, whose time is over; the partition decides. The deadlines are in its state, so that neither a
 * restart nor a change of process loses one.
 */
export async function expireOnTime(partition: RoutingPartition, { clock, logger, signal }: Timing): Promise<void> {
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS + Math.random() * SPREAD_MS, signal);
    if (signal.aborted || !partition.isRecovered) continue;
    showGauges(partition);
    for (const input of dueInputs(partition.state, partition.startedAtMs, clock.now()))
      await partition.submit(input).catch((error: unknown) => logger.warn({ err: error }, 'what is due is decided later'));
  }
}

const REMIND_EVERY_MS = 1_000;

/** Asks conversations again that have not answered: see {@link Reminders}. */
export async function remindOnTime(partition: RoutingPartition, commands: ConversationCommands, { clock, signal }: Timing): Promise<void> {
  const reminders = new Reminders(clock.now());
  while (!signal.aborted) {
    if (partition.isRecovered) {
      const due = reminders.due(partition.state, clock.now());
      if (due.length > 0) commands.send(due);
      remindersSent.inc(due.length);
    }
    await pause(REMIND_EVERY_MS, signal);
  }
}

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
