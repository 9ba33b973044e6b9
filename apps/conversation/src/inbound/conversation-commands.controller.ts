import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ConversationCommand as CommandRecord, Refused, TOPICS } from '@parley/contracts';
import { type BusRecord, derivedId, Unprocessable } from '@parley/event-sourcing';
import { type Clock } from '@parley/service-kit';
import { Dispatch } from '../conversation/conversation-commands.handler';
import { WithdrawOffer } from '../conversation/close-offer/close-offer';
import { OfferConversation } from '../conversation/offer-conversation/offer-conversation';
import { CLOCK } from '../tokens';
import { blamingNoRecord } from './outage.adapter';

/** What routing asks of conversations. */
@Controller()
export class ConversationCommandsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Unprocessable for a record that is not a command, or names no conversation */
  @EventPattern(TOPICS.conversationCommands, { group: 'conversation' })
  async handle(@Payload() { value }: BusRecord): Promise<void> {
    const parsed = CommandRecord.safeParse(value);
    if (!parsed.success) throw new Unprocessable(`not a conversation command: ${parsed.error.message}`);
    const { type, conversationId, ...rest } = parsed.data;
    const atMs = this.clock.now();
    const command =
      'entryId' in rest
        ? new OfferConversation(conversationId, rest, atMs)
        : new WithdrawOffer(conversationId, rest.offerId, rest.cause, atMs);
    try {
      await blamingNoRecord(() => this.commands.execute(new Dispatch(command, derivedId(type, rest.offerId))));
    } catch (error) {
      if (error instanceof Refused && error.code === 'not-found') throw new Unprocessable(error.message, { cause: error });
      throw error;
    }
  }
}
