import type { EventStore } from '../../event-store/event-store';
import { appendingContract } from './appending.contract';
import { followingContract } from './following.contract';
import { orderContract } from './order.contract';
import { readingContract } from './reading.contract';

/**
 * What every EventStore must do. Each adapter's spec calls this with its own `open`; the store may hold other events already.
 * `open` is called once; whoever calls this closes the store in an `afterAll` of their own.
 */
export function eventStoreContract(open: () => Promise<EventStore>): void {
  describe('an event store', () => {
    let store: EventStore;
    beforeAll(async () => void (store = await open()));
    const opened = () => store;

    appendingContract(opened);
    readingContract(opened);
    followingContract(opened);
    orderContract(opened);
  });
}
