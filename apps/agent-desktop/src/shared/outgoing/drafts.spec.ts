import { Drafts } from './drafts';

describe('what an agent has written but not sent', () => {
  const kept = new Map<string, string>();

  beforeEach(() => {
    kept.clear();
    const sessionStorage = new Proxy(
      {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => void kept.set(key, value),
        removeItem: (key: string) => void kept.delete(key),
      },
      { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) },
    );
    Object.assign(globalThis, { sessionStorage });
  });

  afterEach(() => Reflect.deleteProperty(globalThis, 'sessionStorage'));

  it('is there after a reload, for nobody but them', () => {
    new Drafts('ana').set('c1', 'Dear Lucía');
    expect(new Drafts('ana').of('c1').get().text).toBe('Dear Lucía');
    expect(new Drafts('ben').of('c1').get().text).toBe('');
    expect(new Drafts('ben').all()).toEqual([]);
  });

  it('is not what a version wrote that did not know whose it was', () => {
    kept.set('parley.draft.c1', '1 Whose is this?');
    expect(new Drafts('ana').of('c1').get().text).toBe('');
  });
});
