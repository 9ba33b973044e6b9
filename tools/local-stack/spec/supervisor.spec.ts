import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end } from '../held-postgres.cjs';

type Told = { said?: string; pid?: number | null; refused?: boolean; stopped?: boolean };

describe('a supervised service', () => {
  let folder: string;
  let supervisor: ChildProcess;
  let told: Told[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-supervisor-'));
    told = [];
  });
  afterEach(async () => {
    await end(supervisor, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const supervise = (env: Record<string, string>) => {
    supervisor = fork(join(__dirname, 'supervise.mjs'), [join(folder, 'log')], { env: { PATH: process.env['PATH'], ...env }, execArgv: [] });
    supervisor.on('message', (message: Told) => told.push(message));
  };
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const pids = () => told.flatMap(({ pid }) => (typeof pid === 'number' ? [pid] : []));
  const said = () => told.flatMap(({ said: line }) => (line ? [line] : []));
  const lives = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it('is started again after each end, later each time', async () => {
    supervise({ CODE: '3' });
    await until(() => pids().length === 3);
    expect(said().filter((line) => line.includes('starting it again')).map((line) => line.match(/in ([\d.]+) s/)?.[1]).slice(0, 2)).toEqual(['0.2', '0.4']);
    expect(said()).toContain('[stand-in] something broke');
  });

  it('is not started again when it refuses its settings', async () => {
    supervise({ CODE: '78' });
    await until(() => told.some(({ refused }) => refused === true));
    expect(pids()).toHaveLength(1);
  });

  it('has its errors shown and everything logged', async () => {
    supervise({});
    await until(() => said().length > 0);
    expect(said()).toEqual(['[stand-in] cannot reach: the broker']);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('nothing to see');
  });

  it('is killed when it does not stop in time', async () => {
    supervise({ DEAF: 'yes' });
    await until(() => said().length > 0); // by then it is deaf
    supervisor.send({ stopWithinMs: 50 });
    await until(() => told.some(({ stopped }) => stopped === true));
    expect(pids().filter(lives)).toEqual([]);
  });

  it('ends by itself when its supervisor is killed', async () => {
    supervise({});
    await until(() => said().length > 0);
    supervisor.kill('SIGKILL');
    await until(() => !pids().some(lives));
  });
});
