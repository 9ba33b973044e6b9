import type { ConversationEvent } from '@parley/contracts';
import type { Decider } from '@parley/event-sourcing';
import { AcceptOffer, acceptOffer } from './accept-offer/accept-offer';
import { ExpireOffer, expireOffer, RejectOffer, rejectOffer, WithdrawOffer, withdrawOffer } from './close-offer/close-offer';
import {
  CancelConference,
  cancelConference,
  ExitConference,
  exitConference,
  ExpireConference,
  expireConference,
  RemoveParticipant,
  removeParticipant,
  RequestConference,
  requestConference,
} from './conference/conference';
import { type Conversation, evolve, noConversation, type Rules } from './conversation';
import { EndConference, endConference, EndConversation, endConversation } from './end-conversation/end-conversation';
import { OfferConversation, offerConversation } from './offer-conversation/offer-conversation';
import { OverflowQueue, overflowQueue } from './overflow-queue/overflow-queue';
import { ReassignConversation, reassignConversation } from './reassign/reassign';
import { ReceiveMessage, receiveMessage } from './receive-message/receive-message';
import { RecordStatus, recordStatus } from './record-status/record-status';
import { ReleaseAgent, releaseAgent } from './release-agent/release-agent';
import { SendMessage, sendMessage } from './send-message/send-message';
import { SendTemplate } from './send-message/send-template';
import { CancelTransfer, cancelTransfer, RequestTransfer, requestTransfer } from './transfer/transfer';
import { ApplyWrapUp, applyWrapUp, ExpireWrapUp, expireWrapUp, ExtendWrapUp, extendWrapUp } from './wrap-up/wrap-up';

/** Every command that a conversation understands. */
export const CONVERSATION_COMMANDS = [
  ReceiveMessage,
  OfferConversation,
  AcceptOffer,
  RejectOffer,
  ExpireOffer,
  WithdrawOffer,
  OverflowQueue,
  SendMessage,
  SendTemplate,
  RecordStatus,
  RequestTransfer,
  CancelTransfer,
  ReassignConversation,
  RequestConference,
  CancelConference,
  ExpireConference,
  ExitConference,
  RemoveParticipant,
  EndConversation,
  EndConference,
  ReleaseAgent,
  ApplyWrapUp,
  ExtendWrapUp,
  ExpireWrapUp,
] as const;

export type ConversationCommand = InstanceType<(typeof CONVERSATION_COMMANDS)[number]>;

/** The only place that decides what happens in a conversation. */
export const conversationDecider = (rules: Rules): Decider<Conversation, ConversationCommand, ConversationEvent> => ({
  initial: noConversation,
  evolve,
  decide: (command, state) => decide(command, state, rules),
});

function decide(command: ConversationCommand, state: Conversation, rules: Rules): readonly ConversationEvent[] {
  switch (command.type) {
    case 'ReceiveMessage':
      return receiveMessage(command, state, rules);
    case 'OfferConversation':
      return offerConversation(command, state);
    case 'AcceptOffer':
      return acceptOffer(command, state);
    case 'RejectOffer':
      return rejectOffer(command, state, rules);
    case 'ExpireOffer':
      return expireOffer(command, state, rules);
    case 'WithdrawOffer':
      return withdrawOffer(command, state, rules);
    case 'OverflowQueue':
      return overflowQueue(command, state, rules);
    case 'SendMessage':
    case 'SendTemplate':
      return sendMessage(command, state);
    case 'RecordStatus':
      return recordStatus(command, state);
    case 'RequestTransfer':
      return requestTransfer(command, state, rules);
    case 'CancelTransfer':
      return cancelTransfer(command, state, rules);
    case 'ReassignConversation':
      return reassignConversation(command, state, rules);
    case 'RequestConference':
      return requestConference(command, state, rules);
    case 'CancelConference':
      return cancelConference(command, state);
    case 'ExpireConference':
      return expireConference(command, state);
    case 'ExitConference':
      return exitConference(command, state, rules);
    case 'RemoveParticipant':
      return removeParticipant(command, state, rules);
    case 'EndConversation':
      return endConversation(command, state, rules);
    case 'EndConference':
      return endConference(command, state, rules);
    case 'ReleaseAgent':
      return releaseAgent(command, state, rules);
    case 'ApplyWrapUp':
      return applyWrapUp(command, state);
    case 'ExtendWrapUp':
      return extendWrapUp(command, state, rules);
    case 'ExpireWrapUp':
      return expireWrapUp(command, state);
  }
}
