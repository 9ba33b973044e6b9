import { messageBusContract } from '../../testing/message-bus/message-bus.contract';
import { InMemoryBroker, InMemoryMessageBus } from './in-memory-message-bus.adapter';

describe('the in-memory message bus', () => {
  const broker = new InMemoryBroker();
  messageBusContract({ open: async (observer) => new InMemoryMessageBus(broker, observer) });
});
