import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ConversationCommand as CommandRecord, Refused, TOPICS } from '@parley/contracts';
import { type BusRecord, derivedId, Unprocessable } from '@parley/event-sourcing';
import { type Clock } from '@parley/service-kit';
import { Dispatch } from '../conversation/conversation-commands.handler';
import { WithdrawOffer } from '../conversation/close-offer/close-offer';
import type { ConversationCommand } from '../conversation/conversation-decider';
import { OfferConversation } from '../conversation/offer-conversation/offer-conversation';
import { ReleaseAgent } from '../conversation/release-agent/release-agent';
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
    const { command, commandId } = toCommand(parsed.data, this.clock.now());
    try {
      await blamingNoRecord(() => this.commands.execute(new Dispatch(command, commandId)));
    } catch (error) {
      if (error instanceof Refused && error.code === 'not-found') throw new Unprocessable(error.message, { cause: error });
      throw error;
    }
  }
}

/** The command with an id that is the same whenever it is repeated. */
function toCommand({ type, conversationId, ...rest }: CommandRecord, atMs: number): { command: ConversationCommand; commandId: string } {
  if ('entryId' in rest) return { command: new OfferConversation(conversationId, rest, atMs), commandId: derivedId(type, rest.offerId) };
  if ('offerId' in rest) return { command: new WithdrawOffer(conversationId, rest.offerId, rest.cause, atMs), commandId: derivedId(type, rest.offerId) };
  const { agentId, legId } = rest;
  return { command: new ReleaseAgent(conversationId, agentId, atMs, legId), commandId: derivedId(type, conversationId, agentId, legId ?? atMs) };
}
