import { RevisionConflict, Unreachable } from '@parley/event-sourcing';

/** What `work` answers; when another process keeps being first, no record is blamed: all are tried again. */
export async function blamingNoConflict<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RevisionConflict) throw new Unreachable(error.message, { cause: error });
    throw error;
  }
}
