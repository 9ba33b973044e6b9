export { type StandIn, type StandInOptions, startStandIn } from '@parley/event-store/testing';
