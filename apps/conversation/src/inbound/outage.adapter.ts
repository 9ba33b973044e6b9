import { orUnreachable } from '@parley/read-store';
import { blamingNoConflict } from './outage';

/** What `work` answers; when an engine is away or another process keeps being first, no record is blamed: all are tried again. */
export const blamingNoRecord = <T>(work: () => Promise<T>): Promise<T> => blamingNoConflict(() => orUnreachable(work));
