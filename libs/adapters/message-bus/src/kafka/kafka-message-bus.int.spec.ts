import { messageBusContract } from '@parley/event-sourcing/testing';
import { createKafkaMessageBus } from '../kafka';
import { ChildMembers } from '../testing/spawn-member';
import { describeWithKafka, sharedBroker } from '../testing/test-broker';

/** Short, so that the others need not wait long for a member that was killed. */
const SESSION_TIMEOUT_MS = 10_000;
/** What joining and the first fetch add to it. */
const REJOIN_MS = 3_000;

describeWithKafka('in Kafka', () => {
  const children = new ChildMembers();
  let brokers: readonly string[];
  beforeAll(async () => void (brokers = [await sharedBroker()]), 180_000);
  afterAll(() => children.remove());

  messageBusContract({
    open: async (observer) =>
      createKafkaMessageBus({ connection: { brokers }, applicationName: 'spec', sessionTimeoutMs: SESSION_TIMEOUT_MS, drainMaxMs: 30_000, ...(observer && { observer }) }),
    killing: {
      spawn: (member) => children.spawn({ ...member, kafka: { brokers }, sessionTimeoutMs: SESSION_TIMEOUT_MS }),
      handsOverWithinMs: SESSION_TIMEOUT_MS + REJOIN_MS,
    },
  });
});
