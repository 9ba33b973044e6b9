export * from './testing/decider-spec';
export * from './testing/event-store/event-store.contract';
export { type Child, type ChildMember, journalLine, type MessageBusEngine, readJournal } from './testing/message-bus/engine';
export { messageBusContract } from './testing/message-bus/message-bus.contract';
