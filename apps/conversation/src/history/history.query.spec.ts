import { Refused } from '@parley/contracts';
import { eventId, InMemoryEventStore } from '@parley/event-sourcing';
import { conversationStream } from '../conversation/conversation';
import { active } from '../conversation/examples.spec-kit';
import type { ReadModel } from '../read-model/read-model.query';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';
import { History } from './history.query';

const ID = '00000000-0000-4000-8000-000000000001-1';

/** What a conversation has been, to whom the read model is being rebuilt. */
async function historyOf(): Promise<History> {
  const store = new InMemoryEventStore();
  const stream = conversationStream(ID);
  await store.append({ stream, expectedRevision: 'no-stream', events: active.map((data, at) => ({ id: eventId(stream, 'told', at), type: data.type, data })) });
  return new History(store, {} as ReadModel, new ReadModelProgress({ waitFor: async () => false }));
}

describe('what happened, while the read model is behind', () => {
  it('is told by the log', async () => {
    const history = await historyOf();
    expect((await history.events(ID, { limit: 2 })).map(({ type }) => type)).toEqual(active.slice(-2).map(({ type }) => type));
    expect((await history.events(ID, { asOf: '1' })).map(({ revision }) => revision)).toEqual([0, 1]);
    expect(await history.events(ID, { asOf: '2020-01-01' })).toEqual([]);
    await expect(history.events(ID.replace('-1', '-2'), {})).rejects.toThrow(Refused);
  });

  it('has messages only once it has caught up', async () => {
    await expect((await historyOf()).messages(ID, { asOf: '3', limit: 5 })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
