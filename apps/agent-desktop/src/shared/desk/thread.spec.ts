import type { Message } from '@parley/contracts';
import { EMPTY_THREAD, shown, type Thread, type ThreadMessage, withMessage, withNewestPage, withOlderPage, withoutOldest } from './thread';

const message = (messageId: string, status?: Message['status'], revision?: number): ThreadMessage => ({
  messageId,
  direction: 'outbound',
  type: 'text',
  text: messageId,
  sender: { kind: 'agent', id: 'ana', name: 'Ana' },
  sentAt: '2026-01-01T10:00:00.000Z',
  ...(status && { status }),
  ...(revision !== undefined && { revision }),
});
const ids = (thread: Thread) => shown(thread).map(({ messageId }) => messageId);
const ready = (...items: ThreadMessage[]) => withNewestPage(EMPTY_THREAD, { items });

describe('a thread', () => {
  it('keeps only the newest revision of a message', () => {
    const thread = [message('a', 'sent', 3), message('a', 'delivered', 5), message('a', 'sent', 4)].reduce(
      (known, next) => withMessage(known, next, 'updated'),
      ready(message('a', 'pending')),
    );
    expect(thread.items[0]?.status).toBe('delivered');
  });

  it('shows a message once, however often it is told', () => {
    const thread = withMessage(withMessage(ready(), message('a', 'pending', 2), 'added'), message('a', 'pending', 2), 'added');
    expect(ids(thread)).toEqual(['a']);
  });

  it.each(['ready', 'stale'] as const)('has an own message after what came before it, though its answer was faster (%s)', (state) => {
    let thread: Thread = { ...ready(message('a')), state };
    thread = withMessage(thread, message('own', 'pending'), 'added');
    thread = withMessage(thread, message('before', undefined, 5), 'added');
    thread = withMessage(thread, message('own', 'pending', 6), 'added');
    thread = withMessage(thread, message('after', undefined, 7), 'added');
    expect(ids(thread)).toEqual(['a', 'before', 'own', 'after']);
    expect(ids(withMessage(thread, message('own', 'sent', 8), 'updated'))).toEqual(ids(thread));
  });

  it('keeps what came while the page was on its way, and does not let the older page take it back', () => {
    let thread = withMessage(EMPTY_THREAD, message('b', 'pending', 7), 'added');
    thread = withMessage(thread, message('a', 'read', 8), 'updated');
    thread = withNewestPage(thread, { items: [message('a', 'sent')] });
    expect(ids(thread)).toEqual(['a', 'b']);
    expect(thread.items[0]?.status).toBe('read');
  });

  it('joins a page that overlaps what is known, and drops what a gap would separate', () => {
    const stale: Thread = { ...ready(message('a'), message('b')), state: 'stale', before: 'older' };
    const joined = withNewestPage(stale, { items: [message('b'), message('c')], before: 'b' });
    expect([ids(joined), joined.before]).toEqual([['a', 'b', 'c'], 'older']);
    const apart = withNewestPage(stale, { items: [message('x'), message('y')], before: 'x' });
    expect([ids(apart), apart.before]).toEqual([['x', 'y'], 'x']);
  });

  it('puts an older page before the rest, until there is none', () => {
    const thread = withOlderPage({ ...ready(message('c')), before: 'c' }, { items: [message('a'), message('b'), message('c')] });
    expect([ids(thread), thread.before]).toEqual([['a', 'b', 'c'], undefined]);
  });

  it('forgets its oldest pages and asks for them again, but never a part of a page and never what is needed', () => {
    const page = (...ids: string[]) => ({ items: ids.map((id) => message(id)), before: ids[0]! });
    let thread = withNewestPage(EMPTY_THREAD, page('e', 'f'));
    for (const older of [page('c', 'd'), page('a', 'b')]) thread = withOlderPage(thread, older);
    thread = withMessage(thread, message('g'), 'added');
    const trimmed = withoutOldest(thread, 4);
    expect([ids(trimmed), trimmed.before]).toEqual([['c', 'd', 'e', 'f', 'g'], 'c']);
    expect(ids(withOlderPage(trimmed, page('a', 'b')))).toEqual(ids(thread));
    expect(withoutOldest(thread, 8)).toBe(thread);
    expect(ids(withoutOldest(thread, 1))).toEqual(['e', 'f', 'g']);
  });
});
