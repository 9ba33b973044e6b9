import type { ConversationCommand } from '@parley/contracts';
import { pause } from '@parley/event-sourcing';
import type { Clock, Logger } from '@parley/service-kit';
import { ExpireReservations } from '../hold-place/hold-place';
import { ExpireConnections, isConnectionDue } from '../note-connection/note-connection';
import { remindConversations } from '../remind-conversations/remind-conversations';
import { readyAgents, reminders as remindersSent, waitingRequests } from '../routing.metrics';
import type { ConversationCommands } from './conversation-commands.publisher';
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
    const now = clock.now();
    const connections = new ExpireConnections(partition.startedAtMs);
    const due = [
      ...([...partition.state.reserved.values()].some(({ untilMs }) => untilMs <= now) ? [new ExpireReservations()] : []),
      ...(isConnectionDue(partition.state, connections, now) ? [connections] : []),
    ];
    for (const input of due) await partition.submit(input).catch((error: unknown) => logger.warn({ err: error }, 'what is due is decided later'));
  }
}

const REMIND_EVERY_MS = 1_000;
const FIRST_REMINDER_MS = 5_000;
const LAST_REMINDER_MS = 60_000;

/**
 * Asks conversations again that have not answered, 5 s after the first time and then ever less often, once a minute at least. What was open before it
 * started is asked for at once: a process may have ended between an append and its commands.
 */
export async function remindOnTime(partition: RoutingPartition, commands: ConversationCommands, { clock, signal }: Timing): Promise<void> {
  const startedAtMs = clock.now();
  let nextAtMs = new Map<string, number>();
  while (!signal.aborted) {
    if (partition.isRecovered) {
      const now = clock.now();
      const reminders = remindConversations(partition.state).map((command) => ({ command, offerId: placeOf(command) }));
      nextAtMs = new Map(reminders.map(({ offerId }) => [offerId, nextAtMs.get(offerId) ?? firstReminder(reservedAt(partition, offerId), startedAtMs)]));
      const due = reminders.filter(({ offerId }) => nextAtMs.get(offerId)! <= now);
      for (const { offerId } of due) nextAtMs.set(offerId, now + Math.min(LAST_REMINDER_MS, Math.max(FIRST_REMINDER_MS, now - reservedAt(partition, offerId))));
      if (due.length > 0) commands.send(due.map(({ command }) => command));
      remindersSent.inc(due.length);
    }
    await pause(REMIND_EVERY_MS, signal);
  }
}

const placeOf = (command: ConversationCommand): string => (command.type === 'ReleaseAgent' ? command.legId! : command.offerId);
const reservedAt = ({ state }: RoutingPartition, offerId: string): number => state.places.get(offerId)?.reservedAtMs ?? 0;
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
