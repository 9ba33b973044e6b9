export type { FaultKind, Operation } from './testing/stand-in/faults';
export * from './testing/stand-in/stand-in';
