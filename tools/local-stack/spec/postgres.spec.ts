import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, type HeldPostgres, holdPostgres, query } from '../held-postgres.cjs';

jest.setTimeout(60_000);

const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe('the embedded PostgreSQL', () => {
  let parent: string;
  let directory: string;
  const held: HeldPostgres[] = [];

  const start = async () => {
    const postgres = await holdPostgres({ directory });
    held.push(postgres);
    return postgres;
  };
  const write = ({ url }: HeldPostgres) => query(url, 'create table kept as select 42 as answer');
  const read = ({ url }: HeldPostgres) => query(url, 'select answer from kept');

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'parley-launcher-'));
    chmodSync(parent, 0o711);
    directory = join(parent, 'postgres');
  });

  afterEach(async () => {
    await Promise.all(held.splice(0).map((postgres) => postgres.stop()));
    rmSync(parent, { recursive: true, force: true });
  });

  it('keeps its data and its password over a restart', async () => {
    const first = await start();
    await write(first);
    await first.stop();
    const second = await start();
    expect(await read(second)).toEqual([{ answer: 42 }]);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(statSync(join(directory, 'password')).mode & 0o777).toBe(0o600);
  });

  it('refuses a connection without the password', async () => {
    const url = new URL((await start()).url);
    url.password = 'guessed';
    await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('ends the server that a killed launcher left behind, and finds its data', async () => {
    const first = await start();
    await write(first);
    await end(first.launcher, 'SIGKILL');
    expect(() => process.kill(first.pid, 0)).not.toThrow();
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await read(second)).toEqual([{ answer: 42 }]);
    await expect(query(first.url, 'select 1')).rejects.toThrow();
  });

  it('starts again after launcher and server were killed at once', async () => {
    const first = await start();
    await write(first);
    const launcher = end(first.launcher, 'SIGKILL');
    process.kill(first.pid, 'SIGKILL');
    await launcher;
    const second = await start();
    expect(await read(second)).toEqual([{ answer: 42 }]);
  });

  it('is refused to a second launcher while the first one lives', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(`in use by process ${first.launcher.pid}`);
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('begins anew after a crash in the middle of making the cluster', async () => {
    mkdirSync(join(directory, 'unfinished-abc', 'base'), { recursive: true, mode: 0o711 });
    await start();
    expect(readdirSync(directory).filter((name) => name.startsWith('unfinished'))).toEqual([]);
    expect(existsSync(join(directory, 'data', 'PG_VERSION'))).toBe(true);
  });

  asRoot('runs for root below a folder that only root may enter (skipped for plain users)', async () => {
    chmodSync(parent, 0o700);
    const first = await start();
    await write(first);
    await end(first.launcher, 'SIGKILL');
    expect(await read(await start())).toEqual([{ answer: 42 }]);
    expect(statSync(join(directory, 'data')).uid).not.toBe(0);
  });
});
