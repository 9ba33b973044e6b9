import { eventStoreContract } from '@parley/event-sourcing/testing';
import { EventStoreDbEventStore } from '../eventstoredb';
import { type StandIn, startStandIn } from '../testing/stand-in/stand-in';

/** A machine that has much else to do is slow, not wrong. */
jest.setTimeout(60_000);

describe('in EventStoreDB, on the stand-in', () => {
  let standIn: StandIn;
  let store: EventStoreDbEventStore;
  afterAll(async () => {
    await store.close();
    await standIn.stop();
  });

  eventStoreContract(async () => {
    standIn = await startStandIn();
    store = new EventStoreDbEventStore({ eventStoreUrl: standIn.url });
    return store;
  });
});
