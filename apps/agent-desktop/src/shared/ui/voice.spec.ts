import { Voice } from './voice';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Everything that is said from now on, each time as it stands in the region. */
function listen(voice: Voice): (readonly string[])[] {
  const heard: (readonly string[])[] = [];
  voice.words.subscribe(() => heard.push(voice.words.get()));
  return heard;
}

describe('what is said aloud', () => {
  it('is said together when it comes together, and is gone shortly after', () => {
    const voice = new Voice();
    const heard = listen(voice);
    voice.say('One');
    voice.say('Two');
    jest.advanceTimersByTime(50);
    expect(voice.words.get()).toEqual(['One', 'Two']);
    jest.advanceTimersByTime(5_000);
    expect(heard).toEqual([['One', 'Two'], []]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('waits until what is being said was said, and is said again after a pause', () => {
    const voice = new Voice();
    const heard = listen(voice);
    voice.say('One');
    jest.advanceTimersByTime(50);
    voice.say('One');
    expect(heard).toEqual([['One']]);
    jest.advanceTimersByTime(10_000);
    expect(heard).toEqual([['One'], [], ['One'], []]);
  });

  it('is gone at once when there is to be silence, and so is what waits', () => {
    const voice = new Voice();
    voice.say('One');
    jest.advanceTimersByTime(50);
    voice.say('Two');
    const heard = listen(voice);
    voice.silence();
    jest.advanceTimersByTime(10_000);
    expect(heard).toEqual([[]]);
  });
});
