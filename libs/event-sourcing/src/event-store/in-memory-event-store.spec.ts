import { eventStoreContract } from '../testing';
import { InMemoryEventStore } from './in-memory-event-store.adapter';

describe('in memory', () => eventStoreContract(async () => new InMemoryEventStore()));
