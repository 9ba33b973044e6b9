/** What runs without an engine: for tools that run it without the service, such as the simulation. */
export * from './conversation/accept-offer/accept-offer';
export * from './conversation/close-offer/close-offer';
export * from './conversation/conference/conference';
export {
  type Conversation,
  type Delivery,
  conversationIdOf,
  conversationStream,
  evolve as evolveConversation,
  isUnheardOf,
  noConversation,
  type Rules,
} from './conversation/conversation';
export * from './conversation/conversation-decider';
export { type ConversationHandled, type ConversationStreams, dispatch, type Execute } from './conversation/dispatch';
export * from './conversation/end-conversation/end-conversation';
export * from './conversation/hand-over';
export * from './conversation/offer-conversation/offer-conversation';
export * from './conversation/overflow-queue/overflow-queue';
export * from './conversation/reassign/reassign';
export * from './conversation/receive-message/receive-message';
export * from './conversation/record-status/record-status';
export * from './conversation/release-agent/release-agent';
export * from './conversation/send-message/send-message';
export * from './conversation/send-message/send-template';
export * from './conversation/transfer/transfer';
export * from './conversation/wrap-up/wrap-up';
export { InboundMessages, type InboundPorts } from './inbound/inbound-messages';
export { LastAgents } from './inbound/last-agents';
export { obey } from './inbound/obey';
export { blamingNoConflict } from './inbound/outage';
export * from './inbound/outbound-deliveries';
export { type DeliveryPorts, OutboundDeliveries } from './inbound/record-deliveries';
export { readInbound, recordInbound } from './inbound/record-inbound';
export * from './inbound/record-messages';
export { fold as foldReadModel } from './read-model/fold';
export * from './read-model/timers-of';
export { relayRecord } from './relay-record';
export { expiryOf } from './timers/expiry';
