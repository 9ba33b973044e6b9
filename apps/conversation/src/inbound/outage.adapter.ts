import { RevisionConflict, StoreUnavailable, Unreachable } from '@parley/event-sourcing';
import { orUnreachable } from '@parley/read-store';

/** What `work` answers; when an engine is away or another process keeps being first, no record is blamed: all are tried again. */
export async function blamingNoRecord<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await orUnreachable(work);
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof RevisionConflict) throw new Unreachable(error.message, { cause: error });
    throw error;
  }
}
