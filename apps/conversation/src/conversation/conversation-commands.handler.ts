import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ConversationEvent, Refused } from '@parley/contracts';
import type { EventMetadata, Handled, Streams } from '@parley/event-sourcing';
import { STREAMS } from '../tokens';
import { type Conversation, conversationStream, isConversationId } from './conversation';
import type { ConversationCommand } from './conversation-decider';

export type ConversationStreams = Streams<Conversation, ConversationCommand, ConversationEvent>;
export type ConversationHandled = Handled<Conversation, ConversationEvent>;

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

/** Load, decide, append. */
@CommandHandler(Dispatch)
export class DispatchHandler implements ICommandHandler<Dispatch> {
  constructor(@Inject(STREAMS) private readonly streams: ConversationStreams) {}

  /** @throws Refused `not-found` for an id that no conversation can have, and whatever the decision refuses */
  async execute({ command, commandId, metadata }: Dispatch): Promise<ConversationHandled> {
    if (!isConversationId(command.conversationId)) throw new Refused('not-found', 'there is no such conversation');
    return this.streams.execute({ stream: conversationStream(command.conversationId), command, commandId, metadata });
  }
}
