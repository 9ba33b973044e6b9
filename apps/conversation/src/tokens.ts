/** What the module puts in the place of each port. */
export const POOL = Symbol('POOL');
export const EVENT_STORE = Symbol('EVENT_STORE');
export const MESSAGE_BUS = Symbol('MESSAGE_BUS');
export const CLOCK = Symbol('CLOCK');
export const RULES = Symbol('RULES');
export const STREAMS = Symbol('STREAMS');
