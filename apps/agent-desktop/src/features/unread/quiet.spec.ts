import { Quiet } from './quiet';

describe('messages in a short time', () => {
  it('are heard once, and again after a while; each conversation for itself', () => {
    const quiet = new Quiet();
    expect(quiet.isOver('c1', 0)).toBe(true);
    expect(quiet.isOver('c1', 1)).toBe(false);
    expect(quiet.isOver('c2', 2)).toBe(true);
    expect(quiet.isOver('c1', 7_999)).toBe(false);
    expect(quiet.isOver('c1', 8_000)).toBe(true);
    expect(quiet.isOver('c1', 15_999)).toBe(false);
  });
});
