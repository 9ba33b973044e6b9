/** What the module puts in the place of each port. */
export const POOL = Symbol('POOL');
