import { OnceTopicsAreRead, TopicsRead } from './topics-read.guard';

describe('a stream', () => {
  it('is not opened before both topics are read', () => {
    const topics = new TopicsRead();
    const guard = new OnceTopicsAreRead(topics);
    expect(() => guard.canActivate()).toThrow('not being read yet');
    topics.transport = { isReading: false };
    expect(() => guard.canActivate()).toThrow('not being read yet');
    topics.transport = { isReading: true };
    expect(guard.canActivate()).toBe(true);
  });
});
