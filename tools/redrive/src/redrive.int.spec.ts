import { TOPICS } from '@parley/contracts';
import { Unprocessable } from '@parley/event-sourcing';
import { createMessageBus } from '@parley/message-bus';
import { createTestDatabase } from '@parley/read-store/testing';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = join(__dirname, '..');
const run = (env: object, ...args: string[]) =>
  spawnSync(process.execPath, [join(folder, 'dist', 'main.js'), ...args], { env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8', timeout: 30_000 });

beforeAll(() => {
  spawnSync('npm', ['run', '-s', 'build'], { cwd: folder });
}, 60_000);

describe('redrive', () => {
  it('sends the dead letters of a topic to it again', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const bus = await createMessageBus({ databaseUrl, applicationName: 'spec' });
    const handled: unknown[] = [];
    let mended = false;
    const { ready } = bus.consume({
      group: 'spec',
      topics: [TOPICS.channelInbound],
      onBatch: async (records) => {
        if (!mended) throw new Unprocessable('not yet');
        handled.push(...records.map(({ value }) => value));
      },
    });
    await ready;
    const letters: unknown[] = [];
    bus.consume({ group: 'letters', topics: [`${TOPICS.channelInbound}.dlq`], onBatch: async (records) => void letters.push(...records) });
    await bus.publish(TOPICS.channelInbound, [{ key: 'a', value: { n: 1 } }]);
    while (letters.length === 0) await sleep(20);

    mended = true;
    const { status, stdout } = run({ DATABASE_URL: databaseUrl }, TOPICS.channelInbound);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `1 dead letter of ${TOPICS.channelInbound} sent again\n` });
    while (handled.length === 0) await sleep(20);
    expect(handled).toEqual([{ n: 1 }]);
    await bus.close();
    await drop();
  }, 60_000);

  it('says what it needs', () => {
    expect(run({}, 'nonsense')).toMatchObject({ status: 1, stderr: expect.stringContaining(TOPICS.channelInbound) });
    expect(run({ PARLEY_DATA_DIR: '/nowhere' }, TOPICS.channelInbound)).toMatchObject({ status: 1, stderr: expect.stringContaining('/nowhere') });
  });
});
