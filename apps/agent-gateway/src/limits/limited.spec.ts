import { Limited, Overloaded } from './limited';

describe('limited work', () => {
  it('runs so many at once, the rest in order, and refuses what is too much', async () => {
    const limited = new Limited(2, 2);
    const began: number[] = [];
    const finish: (() => void)[] = [];
    const work = (name: number) => limited.run(() => (began.push(name), new Promise<void>((resolve) => finish.push(resolve))));
    const all = [work(1), work(2), work(3), work(4)];
    await expect(work(5)).rejects.toThrow(Overloaded);
    expect(began).toEqual([1, 2]);
    finish[0]!();
    await all[0];
    expect(began).toEqual([1, 2, 3]);
    finish[1]!();
    finish[2]!();
    await Promise.all(all.slice(0, 3));
    finish[3]!();
    await all[3];
    expect(began).toEqual([1, 2, 3, 4]);
  });

  it('goes on after a failure', async () => {
    const limited = new Limited(1, 0);
    await expect(limited.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(limited.run(async () => 'yes')).resolves.toBe('yes');
  });
});
