export * from './deciding/decider';
export * from './deciding/ids';
export * from './event-store/event-store';
export * from './message-bus/message-bus';
