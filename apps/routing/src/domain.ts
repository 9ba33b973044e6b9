/** What decides in this service and does nothing else: for tools that run it without the service, such as the simulation. */
export * from './follow-conversation/follow-conversation';
export * from './hold-place/hold-place';
export { evolve as evolveRouting } from './partition/evolve';
export * from './note-connection/note-connection';
export * from './partition/roster';
export * from './partition/routing-decider';
export * from './partition/routing-events';
export * from './partition/routing-state';
export * from './partition/snapshot';
export * from './partition/turn';
export * from './remind-conversations/remind-conversations';
export { relayRecord } from './running/agent-events.relay';
export * from './set-agent-state/set-agent-state';
export * from './sign-in-agent/sign-in-agent';
