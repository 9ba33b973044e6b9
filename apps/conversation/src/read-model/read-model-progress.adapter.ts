import { Refused } from '@parley/contracts';
import type { StoreProjection } from '@parley/read-store';

/** The checkpoint's key: renaming it replays everything. */
export const READ_MODEL = 'read-model';

const WAIT_MAX_MS = 3_000;

/** Lets a query wait until the read model holds what its caller knows to have happened. */
export class ReadModelProgress {
  constructor(private readonly projection: Pick<StoreProjection, 'waitFor'>) {}

  /** @throws Refused `unavailable` when the read model is more than three seconds behind */
  async reached(position: number): Promise<void> {
    if (!(await this.projection.waitFor(position, WAIT_MAX_MS))) throw new Refused('unavailable', 'the read model is behind, try again');
  }
}
