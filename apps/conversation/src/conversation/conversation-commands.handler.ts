import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventMetadata } from '@parley/event-sourcing';
import { STREAMS } from '../tokens';
import type { ConversationCommand } from './conversation-decider';
import { type ConversationHandled, type ConversationStreams, dispatch } from './dispatch';

export type { ConversationHandled, ConversationStreams } from './dispatch';

/** A conversation's command on its way through the command bus; the same `commandId` again changes nothing. */
export class Dispatch extends Command<ConversationHandled> {
  constructor(
    readonly command: ConversationCommand,
    readonly commandId: string,
    readonly metadata?: EventMetadata,
  ) {
    super();
  }
}

/** As {@link dispatch}. */
@CommandHandler(Dispatch)
export class DispatchHandler implements ICommandHandler<Dispatch> {
  constructor(@Inject(STREAMS) private readonly streams: ConversationStreams) {}

  execute({ command, commandId, metadata }: Dispatch): Promise<ConversationHandled> {
    return dispatch(this.streams, { command, commandId, ...(metadata && { metadata }) });
  }
}
