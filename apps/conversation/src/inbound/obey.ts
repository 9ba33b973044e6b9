import { ConversationCommand as CommandRecord, Refused } from '@parley/contracts';
import { type BusRecord, derivedId, Unprocessable } from '@parley/event-sourcing';
import { WithdrawOffer } from '../conversation/close-offer/close-offer';
import type { ConversationCommand } from '../conversation/conversation-decider';
import type { Execute } from '../conversation/dispatch';
import { OfferConversation } from '../conversation/offer-conversation/offer-conversation';
import { ReleaseAgent } from '../conversation/release-agent/release-agent';

/**
 * The conversation has decided on what routing asks of it in this record.
 *
 * @throws Unprocessable for a record that is not a command, or names no conversation
 */
export async function obey({ value }: BusRecord, execute: Execute, atMs: number): Promise<void> {
  const parsed = CommandRecord.safeParse(value);
  if (!parsed.success) throw new Unprocessable(`not a conversation command: ${parsed.error.message}`);
  const { command, commandId } = toCommand(parsed.data, atMs);
  try {
    await execute(command, commandId);
  } catch (error) {
    if (error instanceof Refused && error.code === 'not-found') throw new Unprocessable(error.message, { cause: error });
    throw error;
  }
}

/** The command with an id that is the same whenever it is repeated. */
function toCommand({ type, conversationId, ...rest }: CommandRecord, atMs: number): { command: ConversationCommand; commandId: string } {
  if ('entryId' in rest) return { command: new OfferConversation(conversationId, rest, atMs), commandId: derivedId(type, rest.offerId) };
  if ('offerId' in rest) return { command: new WithdrawOffer(conversationId, rest.offerId, rest.cause, atMs), commandId: derivedId(type, rest.offerId) };
  const { agentId, legId } = rest;
  return { command: new ReleaseAgent(conversationId, agentId, atMs, legId), commandId: derivedId(type, conversationId, agentId, legId ?? atMs) };
}
