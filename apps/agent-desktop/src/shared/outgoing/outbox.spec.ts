import { Outbox, type View } from './outbox';

const POSTED_AT = '2026-01-01T10:00:00.000Z';
/** As in the outbox: so long new messages are seen first. */
const READ_FIRST_MS = 5_000;

describe('a message that is on its way', () => {
  const posted: string[] = [];
  const view = { whole: true, missed: 0 };
  const asSeen: View = { isWhole: () => view.whole, newest: () => 'seen', missedSince: () => view.missed };
  let outbox: Outbox;

  beforeEach(() => {
    jest.useFakeTimers();
    posted.length = 0;
    Object.assign(view, { whole: true, missed: 0 });
    Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, options) => {
      const body = JSON.parse(String(options?.body)) as { messageId: string; text: string };
      posted.push(body.text);
      return new Response(JSON.stringify({ ...body, sentAt: POSTED_AT }), { status: 202 });
    });
    outbox = new Outbox(asSeen, () => undefined);
  });

  afterEach(() => {
    outbox.close();
    jest.useRealTimers();
    jest.restoreAllMocks();
    Reflect.deleteProperty(globalThis, 'document');
  });

  const states = () => outbox.entries.get().map(({ state }) => state);

  it('goes at once when everything is shown', async () => {
    outbox.send('c1', 'now', 0);
    await jest.advanceTimersByTimeAsync(0);
    expect(posted).toEqual(['now']);
  });

  it('is held while the view may be old, and goes as soon as it is whole', async () => {
    view.whole = false;
    outbox.send('c1', 'later', 0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect([posted, states()]).toEqual([[], ['held']]);
    view.whole = true;
    outbox.hurry();
    await jest.advanceTimersByTimeAsync(0);
    expect(posted).toEqual(['later']);
  });

  it('follows what came meanwhile only after a pause, in which it can be taken back', async () => {
    view.whole = false;
    outbox.send('c1', 'too soon', 0);
    await jest.advanceTimersByTimeAsync(0);
    Object.assign(view, { whole: true, missed: 2 });
    outbox.hurry();
    await jest.advanceTimersByTimeAsync(READ_FIRST_MS - 1);
    expect([posted, states()]).toEqual([[], ['held']]);
    outbox.discard(outbox.entries.get()[0]!.messageId);
    await jest.advanceTimersByTimeAsync(10 * READ_FIRST_MS);
    expect(posted).toEqual([]);
  });

  it('goes after the pause when the agent leaves it', async () => {
    view.whole = false;
    outbox.send('c1', 'still right', 0);
    outbox.send('c1', 'and this after it', 0);
    await jest.advanceTimersByTimeAsync(0);
    Object.assign(view, { whole: true, missed: 2 });
    outbox.hurry();
    await jest.advanceTimersByTimeAsync(READ_FIRST_MS);
    expect(posted).toEqual(['still right', 'and this after it']);
  });
});
