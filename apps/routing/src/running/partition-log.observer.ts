import { type ConversationCommand, toMs } from '@parley/contracts';
import type { Logger } from '@parley/service-kit';
import type { RoutingInput } from '../partition/routing-decider';
import type { RoutingEvent } from '../partition/routing-events';
import type { RoutingState } from '../partition/routing-state';
import type { Turn } from '../partition/turn';
import { assignmentSeconds, conflicts, decisionSeconds, offers, releases } from '../routing.metrics';
import type { ConversationCommands } from './conversation-commands.publisher';
import type { PartitionObserver } from './routing-partition.service';

/** Puts a partition's turns into the log and the metrics, and hands what the conversations are asked to `commands`. */
export class PartitionLog implements PartitionObserver {
  constructor(
    private readonly commands: ConversationCommands,
    private readonly logger: Logger,
  ) {}

  asked(commands: readonly ConversationCommand[]): void {
    this.commands.send(commands);
  }

  decided({ events, state }: Turn, inputs: readonly RoutingInput[], tookMs: number): void {
    decisionSeconds.observe(tookMs / 1000);
    for (const event of events) count(event, state);
    if (events.length === 0) return;
    const fields = { revision: state.revision, inputs: byType(inputs), events: byType(events), durationMs: Math.round(tookMs * 10) / 10 };
    this.logger.info(fields, 'decided');
  }

  conflicted(attempt: number): void {
    conflicts.inc();
    this.logger.debug({ attempt }, 'another process was first');
  }

  troubled(doing: string, error: unknown): void {
    this.logger.warn({ doing, err: error }, 'routing waits');
  }
}

function count(event: RoutingEvent, state: RoutingState): void {
  if (event.type === 'CapacityReleased') releases.inc({ cause: event.cause });
  if (event.type !== 'CapacityReserved') return;
  offers.inc({ queue: event.queueId });
  const work = state.places.get(event.offerId)?.work;
  if (work) assignmentSeconds.observe(Math.max(0, toMs(event.at) - work.arrivedAtMs) / 1000);
}

function byType(things: readonly { readonly type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of things) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
