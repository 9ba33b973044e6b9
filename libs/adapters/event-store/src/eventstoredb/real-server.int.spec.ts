import { eventStoreContract } from '@parley/event-sourcing/testing';
import { EventStoreDbEventStore } from '../eventstoredb';

/** A machine that has much else to do is slow, not wrong. */
jest.setTimeout(60_000);

const eventStoreUrl = process.env['EVENTSTORE_TEST_URL'];

describe('in EventStoreDB, on a real server', () => {
  if (!eventStoreUrl) {
    it.skip('passes the contract suite of the event store (EVENTSTORE_TEST_URL names no server)', () => undefined);
    return;
  }
  let store: EventStoreDbEventStore;
  afterAll(() => store.close());

  eventStoreContract(async () => (store = new EventStoreDbEventStore({ eventStoreUrl })));
});
