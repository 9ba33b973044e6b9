import type { ConversationEvent } from '@parley/contracts';
import * as conversation from '@parley/conversation/domain';
import { deliver, type EventStore, runRelay, Streams } from '@parley/event-sourcing';
import * as routing from '@parley/routing/domain';
import * as reporting from '@parley/wrap-up-reporting/domain';

type Decider = ReturnType<typeof conversation.conversationDecider>;

/** The rules and the plumbing of the product, as its services run them; a planted bug takes the place of one of them. */
export const REAL_PARTS = {
  conversationDecider: conversation.conversationDecider,
  timersOf: conversation.timersOf,
  conversationRecord: conversation.relayRecord,
  agentRecord: routing.relayRecord,
  rosterOf: routing.rosterOf,
  decideTurn: routing.decideTurn,
  foldConversationEvent: reporting.foldConversationEvent,
  openStreams: (store: EventStore, decider: Decider): conversation.ConversationStreams => new Streams<conversation.Conversation, conversation.ConversationCommand, ConversationEvent>(store, decider),
  /** What a command is known by. */
  commandIdOf: (_command: conversation.ConversationCommand, commandId: string): string => commandId,
  /** The log as routing's partition has it. */
  routingLog: (store: EventStore): EventStore => store,
  runRelay,
  deliver,
  inboundKnowsRepeats: true,
};

export type Parts = typeof REAL_PARTS;
