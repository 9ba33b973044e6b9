import { ConversationCommand as CommandRecord, Refused } from '@parley/contracts';
import { type BusRecord, derivedId, Unprocessable } from '@parley/event-sourcing';
import { isUnheardOf } from '../conversation/conversation';
import { WithdrawOffer } from '../conversation/close-offer/close-offer';
import type { ConversationCommand } from '../conversation/conversation-decider';
import type { ConversationHandled } from '../conversation/dispatch';
import { OfferConversation } from '../conversation/offer-conversation/offer-conversation';
import { ReleaseAgent } from '../conversation/release-agent/release-agent';

interface Obeying {
  readonly execute: (command: ConversationCommand, commandId: string) => Promise<Pick<ConversationHandled, 'state'>>;
  /** Routing gives up the place that it holds for an offer. It asks again for as long as it holds one, so it need not be reached now. */
  readonly letGo: (offerId: string) => Promise<void>;
  readonly atMs: number;
}

/**
 * The conversation has decided on what routing asks of it in this record. Routing is told what the log cannot tell it: that a conversation
 * which is over, or never was, will not make the offer.
 *
 * @throws Unprocessable for a record that is not a command, or names no conversation
 */
export async function obey({ value }: BusRecord, { execute, letGo, atMs }: Obeying): Promise<void> {
  const parsed = CommandRecord.safeParse(value);
  if (!parsed.success) throw new Unprocessable(`not a conversation command: ${parsed.error.message}`);
  const { command, commandId } = toCommand(parsed.data, atMs);
  try {
    const { state } = await execute(command, commandId);
    if (command.type === 'WithdrawOffer' && isUnheardOf(state, command.offerId)) await letGo(command.offerId);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'not-found') throw error;
    if ('offerId' in parsed.data) await letGo(parsed.data.offerId);
    throw new Unprocessable(error.message, { cause: error });
  }
}

/** The command with an id that is the same whenever it is repeated. */
function toCommand({ type, conversationId, ...rest }: CommandRecord, atMs: number): { command: ConversationCommand; commandId: string } {
  if ('entryId' in rest) return { command: new OfferConversation(conversationId, rest, atMs), commandId: derivedId(type, rest.offerId) };
  if ('offerId' in rest) return { command: new WithdrawOffer(conversationId, rest.offerId, rest.cause, atMs), commandId: derivedId(type, rest.offerId) };
  const { agentId, legId } = rest;
  return { command: new ReleaseAgent(conversationId, agentId, atMs, legId), commandId: derivedId(type, conversationId, agentId, legId ?? atMs) };
}
