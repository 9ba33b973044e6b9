export * from './testing/decider-spec';
export * from './testing/event-store/event-store.contract';
