import type { ConversationCommand } from '@parley/contracts';
import { evolve } from './evolve';
import type { RoutingEvent } from './routing-events';
import type { RoutingState } from './routing-state';

/**
 * One append in the making: what was decided so far, and the state after it. Each decision sees those before it.
 *
 * A decision checks everything before it records anything: what refuses leaves no trace.
 */
export class Turn {
  readonly events: RoutingEvent[] = [];
  /** What the conversations are asked once the events are stored. */
  readonly commands: ConversationCommand[] = [];

  constructor(
    readonly state: RoutingState,
    /** Now, epoch ms. */
    readonly atMs: number,
  ) {}

  record(event: RoutingEvent): void {
    this.events.push(event);
    evolve(this.state, event, this.state.revision + 1);
  }

  ask(command: ConversationCommand): void {
    this.commands.push(command);
  }
}
