import { Fetching } from './fetching';

/** Longer than the pauses of one attempt to get an answer, and shorter than the rest after it. */
const TRIES_MS = 9_000;
const RESTED_MS = 20_000;

describe('what is missing', () => {
  const answers: (number | undefined)[] = [];
  const took = (answer: number | undefined) => void answers.push(answer);
  let isAway: boolean;
  let asked: number;
  let fetching: Fetching;
  const miss = () => void fetching.fetch<number>('/missing', took);
  const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers();
    answers.length = 0;
    isAway = true;
    asked = 0;
    fetching = new Fetching(miss);
    Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
    jest.spyOn(globalThis, 'fetch').mockImplementation(async () => {
      asked += 1;
      return isAway ? new Response('', { status: 503 }) : new Response('7');
    });
  });

  afterEach(() => {
    fetching.forget();
    jest.useRealTimers();
    jest.restoreAllMocks();
    Reflect.deleteProperty(globalThis, 'document');
  });

  it('is asked for again by itself until it is there, and never twice at once', async () => {
    for (let times = 0; times < 3; times += 1) miss();
    await passed(0);
    expect(asked).toBe(1);
    await passed(TRIES_MS);
    miss();
    expect([answers, asked]).toEqual([[undefined], 4]);
    isAway = false;
    await passed(RESTED_MS);
    expect([answers, asked]).toEqual([[undefined, 7], 5]);
  });

  it('is asked for at once by who does not want to wait', async () => {
    miss();
    await passed(TRIES_MS);
    isAway = false;
    fetching.wake('/missing');
    miss();
    await passed(0);
    expect(answers).toEqual([undefined, 7]);
  });

  it('does not count where everything was asked for anew meanwhile', async () => {
    miss();
    await passed(0);
    isAway = false;
    fetching.forget();
    miss();
    await passed(RESTED_MS);
    expect(answers).toEqual([7]);
  });
});
