import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { type Clock } from '@parley/service-kit';
import { Dispatch } from '../conversation/conversation-commands.handler';
import { RoutingClient } from '../routing/routing-client.adapter';
import { CLOCK } from '../tokens';
import { obey } from './obey';
import { blamingNoRecord } from './outage.adapter';

/** What routing asks of conversations. */
@Controller()
export class ConversationCommandsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly routing: RoutingClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** As {@link obey}. */
  @EventPattern(TOPICS.conversationCommands, { group: 'conversation' })
  handle(@Payload() record: BusRecord): Promise<void> {
    return obey(record, {
      execute: (command, commandId) => blamingNoRecord(() => this.commands.execute(new Dispatch(command, commandId))),
      letGo: (offerId) => this.routing.release(offerId).catch(() => undefined),
      atMs: this.clock.now(),
    });
  }
}
