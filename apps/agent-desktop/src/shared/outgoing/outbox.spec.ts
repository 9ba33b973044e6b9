import { Outbox, type View } from './outbox';

const POSTED_AT = '2026-01-01T10:00:00.000Z';
/** As in the outbox: so long new messages are in sight first. */
const READ_FIRST_MS = 5_000;

describe('a message that is on its way', () => {
  const posted: string[] = [];
  const fresh = { whole: true, seen: true, has: false, newest: 'm1', missed: 0 };
  const view = { ...fresh };
  /** How many messages follow `after`; what was newest when it was seen has nothing new after it. */
  const shown: View = {
    isWhole: () => view.whole,
    isSeen: () => view.seen,
    has: () => view.has,
    newest: () => view.newest,
    missedSince: (_conversationId, after) => (after === view.newest ? 0 : view.missed),
  };
  const kept = new Map<string, string>();
  const sessionStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  let refuse: (() => Response) | undefined;
  let outbox: Outbox;

  beforeEach(() => {
    jest.useFakeTimers();
    posted.length = 0;
    kept.clear();
    refuse = undefined;
    Object.assign(view, fresh);
    Object.assign(globalThis, { document: { documentElement: { lang: 'en' } }, sessionStorage });
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, options) => {
      const body = JSON.parse(String(options?.body)) as { messageId: string; text: string };
      const refusal = refuse?.();
      if (refusal) return refusal;
      posted.push(body.text);
      return new Response(JSON.stringify({ ...body, sentAt: POSTED_AT }), { status: 202 });
    });
    outbox = new Outbox('ana', shown, () => undefined);
  });

  afterEach(() => {
    outbox.close();
    jest.useRealTimers();
    jest.restoreAllMocks();
    for (const name of ['document', 'sessionStorage']) Reflect.deleteProperty(globalThis, name);
  });

  const states = () => outbox.entries.get().map(({ state }) => state);
  const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  /** The line is back, and two messages came meanwhile. */
  const backWithNews = (seen: boolean) => {
    Object.assign(view, { whole: true, missed: 2, newest: 'm3', seen });
    outbox.hurry();
  };
  /** Written while the line was away, and held by what came meanwhile. */
  const heldByNews = async (...texts: string[]) => {
    view.whole = false;
    for (const text of texts) outbox.send('c1', text, 0);
    await passed(0);
    backWithNews(false);
    await passed(0);
  };

  it('goes at once when everything is shown', async () => {
    outbox.send('c1', 'now', 0);
    await passed(0);
    expect(posted).toEqual(['now']);
  });

  it('is held while the view may be old, and goes as soon as it is whole', async () => {
    view.whole = false;
    outbox.send('c1', 'later', 0);
    await passed(60_000);
    expect([posted, states()]).toEqual([[], ['held']]);
    view.whole = true;
    outbox.hurry();
    await passed(0);
    expect(posted).toEqual(['later']);
  });

  it('follows what came meanwhile only after a pause, in which it can be taken back', async () => {
    view.whole = false;
    outbox.send('c1', 'too soon', 0);
    await passed(0);
    backWithNews(true);
    await passed(READ_FIRST_MS - 1);
    expect([posted, states()]).toEqual([[], ['held']]);
    outbox.discard(outbox.entries.get()[0]!.messageId);
    await passed(10 * READ_FIRST_MS);
    expect(posted).toEqual([]);
  });

  it('goes after the pause when the agent leaves it', async () => {
    view.whole = false;
    outbox.send('c1', 'still right', 0);
    outbox.send('c1', 'and this after it', 0);
    await passed(0);
    backWithNews(true);
    await passed(READ_FIRST_MS);
    expect(posted).toEqual(['still right', 'and this after it']);
  });

  it('waits for as long as nobody has had in sight what came meanwhile', async () => {
    await heldByNews('unseen');
    await passed(3_600_000);
    expect([posted, states()]).toEqual([[], ['held']]);
    view.seen = true;
    outbox.seen('c1');
    await passed(READ_FIRST_MS - 1);
    expect(posted).toEqual([]);
    await passed(1);
    expect(posted).toEqual(['unseen']);
  });

  it('waits again when more comes while the agent reads', async () => {
    view.whole = false;
    outbox.send('c1', 'and yet', 0);
    await passed(0);
    backWithNews(true);
    await passed(READ_FIRST_MS - 1);
    Object.assign(view, { newest: 'm4', seen: false });
    await passed(10 * READ_FIRST_MS);
    expect([posted, states()]).toEqual([[], ['held']]);
  });

  it('goes at once when the agent says so, with what they wrote before it', async () => {
    await heldByNews('first', 'second', 'third');
    outbox.sendAnyway(outbox.entries.get()[1]!.messageId);
    await passed(0);
    expect([posted, states()]).toEqual([['first', 'second'], ['held']]);
  });

  it.each([
    ['goes as soon as the view is whole again', { whole: true }, ['anyway']],
    ['is held again by what came since', { whole: true, newest: 'm4' }, []],
  ])('when the agent says so just as the line goes away, it %s', async (_, back, expected) => {
    await heldByNews('anyway');
    view.whole = false;
    outbox.sendAnyway(outbox.entries.get()[0]!.messageId);
    await passed(0);
    expect([posted, states()]).toEqual([[], ['held']]);
    Object.assign(view, back);
    outbox.hurry();
    await passed(0);
    expect(posted).toEqual(expected);
  });

  it('goes in the end when the agent says so, though the server cannot answer at first', async () => {
    await heldByNews('anyway');
    refuse = () => ((refuse = undefined), new Response('{}', { status: 503 }));
    outbox.sendAnyway(outbox.entries.get()[0]!.messageId);
    await passed(60_000);
    expect([posted, states()]).toEqual([['anyway'], []]);
  });

  it('that was posted in vain is looked at anew when the line was away meanwhile, and so is what stands behind it', async () => {
    refuse = () => new Response('{}', { status: 503, headers: { 'retry-after': '60' } });
    outbox.send('c1', 'twice', 0);
    outbox.send('c1', 'behind it', 0);
    await passed(0);
    expect(states()).toEqual(['waiting', 'waiting']);
    refuse = undefined;
    backWithNews(false);
    await passed(120_000);
    expect([posted, states()]).toEqual([[], ['held', 'held']]);
  });

  it('is not held when the server turns out to have it', async () => {
    refuse = () => new Response('{}', { status: 503 });
    outbox.send('c1', 'arrived', 0);
    await passed(0);
    view.has = true;
    backWithNews(false);
    await passed(60_000);
    expect([posted, states()]).toEqual([[], []]);
  });

  it('is tried eight times, and then waits for the agent', async () => {
    let tried = 0;
    refuse = () => {
      tried += 1;
      return new Response('{}', { status: 503 });
    };
    outbox.send('c1', 'again and again', 0);
    await passed(300_000);
    expect([tried, states()]).toEqual([8, ['refused']]);
  });

  it('is the agent’s own: whoever signs in at the same tab neither sees nor sends it, and the agent finds it again', async () => {
    view.whole = false;
    outbox.send('c1', 'from Ana', 0);
    outbox.close();
    view.whole = true;
    const bens = new Outbox('ben', shown, () => undefined);
    bens.open();
    await passed(60_000);
    expect([posted, bens.entries.get()]).toEqual([[], []]);
    bens.close();
    outbox = new Outbox('ana', shown, () => undefined);
    expect(states()).toEqual(['held']);
    outbox.open();
    await passed(0);
    expect(posted).toEqual(['from Ana']);
  });
});
