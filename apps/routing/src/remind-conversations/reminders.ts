import type { ConversationCommand } from '@parley/contracts';
import type { RoutingState } from '../partition/routing-state';
import { remindConversations } from './remind-conversations';

const FIRST_REMINDER_MS = 5_000;
const LAST_REMINDER_MS = 60_000;

/**
 * When each conversation that has not answered is asked again: 5 s after the first time and then ever less often, once a minute at
 * least. What was open before `startedAtMs` is due at once: a process may have ended between an append and its commands.
 */
export class Reminders {
  private nextAtMs = new Map<string, number>();

  constructor(private readonly startedAtMs: number) {}

  /** What is to be asked again now; each is due again later. */
  due(state: RoutingState, nowMs: number): readonly ConversationCommand[] {
    const open = remindConversations(state).map((command) => ({ command, offerId: placeOf(command) }));
    const reservedAtMs = (offerId: string) => state.places.get(offerId)?.reservedAtMs ?? 0;
    this.nextAtMs = new Map(open.map(({ offerId }) => [offerId, this.nextAtMs.get(offerId) ?? this.first(reservedAtMs(offerId))]));
    const due = open.filter(({ offerId }) => this.nextAtMs.get(offerId)! <= nowMs);
    for (const { offerId } of due) this.nextAtMs.set(offerId, nowMs + pauseAfter(nowMs - reservedAtMs(offerId)));
    return due.map(({ command }) => command);
  }

  private first = (reservedAtMs: number): number => (reservedAtMs <= this.startedAtMs ? this.startedAtMs : reservedAtMs + FIRST_REMINDER_MS);
}

const pauseAfter = (waitedMs: number): number => Math.min(LAST_REMINDER_MS, Math.max(FIRST_REMINDER_MS, waitedMs));
const placeOf = (command: ConversationCommand): string => (command.type === 'ReleaseAgent' ? command.legId! : command.offerId);
