import * as conversation from '@parley/conversation/domain';
import * as routing from '@parley/routing/domain';
import * as reporting from '@parley/wrap-up-reporting/domain';

/** The rules of the product, as its services run them; a planted bug takes the place of one of them. */
export const REAL_PARTS = {
  conversationDecider: conversation.conversationDecider,
  timersOf: conversation.timersOf,
  receiveCommandId: conversation.receiveCommandId,
  conversationRecord: conversation.relayRecord,
  agentRecord: routing.relayRecord,
  rosterOf: routing.rosterOf,
  decideTurn: routing.decideTurn,
  remindConversations: routing.remindConversations,
  foldConversationEvent: reporting.foldConversationEvent,
  /** The order of the plumbing, which is not pure: each is right only this way. */
  relaySavesFirst: false,
  consumersCommitFirst: false,
  inboundKnowsRepeats: true,
};

export type Parts = typeof REAL_PARTS;
