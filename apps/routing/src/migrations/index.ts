import { Routing1795000000000 } from './1795000000000-routing.migration';

export { SCHEMA } from '../routing.config';

/** Every change of the schema, the oldest first. */
export const MIGRATIONS = [Routing1795000000000];
