import type { Conversation } from '@parley/contracts';
import { HandingOver } from './handing-over';
import type { Leaving } from './tabs';

describe('the end of a conference request', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_path, options) => new Response(options?.method === 'POST' ? '' : '{"conversationId":"c1","revision":9}'));
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    Reflect.deleteProperty(globalThis, 'document');
  });

  it('is no news in any tab of the agent who ended it, before or after each knows of it', async () => {
    const taken: Conversation[] = [];
    const other = new HandingOver((conversation) => void taken.push(conversation), () => undefined);
    const told: Leaving[] = [];
    const here = new HandingOver(
      () => undefined,
      (leaving) => void told.push(leaving),
    );
    const ending = here.cancelConference('c1');
    other.heard(told.shift()!);
    expect([here.leaving.has('c1'), other.leaving.has('c1')]).toEqual([true, true]);
    await ending;
    expect(other.leaving.has('c1')).toBe(true);
    other.heard(told.shift()!);
    await jest.advanceTimersByTimeAsync(0);
    expect([taken, here.leaving.size, other.leaving.size]).toEqual([[expect.objectContaining({ revision: 9 })], 0, 0]);
  });
});
