import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, mkdirSync, readFileSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const KAFKA = resolve(__dirname, '../../../../../tools/kafka');
const START_MAX_MS = 120_000;
const WRONG_JARS = 2;

/** Says what this machine lacks to run Kafka, having got it where that was possible; undefined when it lacks nothing. @throws when jars came that are not ours */
export function whyNoKafka(): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, [join(KAFKA, 'get.mjs')], { encoding: 'utf8', timeout: 600_000 });
  if (status === WRONG_JARS) throw new Error(stdout.trim());
  return status === 0 ? undefined : stdout.trim() || 'Kafka could not be got';
}

/** A suite that needs a real Kafka; where there is none to be had it says so by name and is skipped. */
export function describeWithKafka(name: string, suite: () => void): void {
  const reason = whyNoKafka();
  if (reason === undefined) describe(name, suite);
  else describe.skip(`${name} (${reason})`, suite);
}

/** The one Kafka of this test run, started by the first who asks: `host:port`. It lives as long as the run. */
export async function sharedBroker(): Promise<string> {
  const directory = process.env['PARLEY_TEST_KAFKA_DIR'];
  if (directory === undefined) throw new Error('PARLEY_TEST_KAFKA_DIR is not set: start the tests through jest and its global set-up');
  const owner = JSON.parse(readFileSync(join(directory, 'owner'), 'utf8')) as object;
  try {
    mkdirSync(join(directory, 'started')); // one of all workers succeeds
    const log = openSync(join(directory, 'hold.log'), 'a');
    const order = JSON.stringify({ directory, owner, keep: true });
    spawn(process.execPath, [join(KAFKA, 'hold.mjs'), order], { detached: true, stdio: ['ignore', log, log] }).unref();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const answer = join(directory, 'broker.json');
  const giveUpAt = performance.now() + START_MAX_MS;
  while (!existsSync(answer) || readFileSync(answer, 'utf8') === '') {
    if (performance.now() > giveUpAt) throw new Error(`Kafka did not start: ${readFileSync(join(directory, 'hold.log'), 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return (JSON.parse(readFileSync(answer, 'utf8')) as { brokers: string }).brokers;
}

export interface OwnBroker {
  readonly brokers: string;
  /** A proxy at the one is taken for the broker; it leads to the other. */
  readonly ports: { readonly proxy: number; readonly behindProxy: number };
  /** Its listener with SASL over TLS. */
  readonly secureBrokers: string;
  /** Its listener with TLS that asks for a certificate. */
  readonly mutualBrokers: string;
  /** The certificate to trust, as PEM. */
  readonly ca: string;
  /** What the one shows that is let in where a certificate is asked for. */
  readonly client: { readonly cert: string; readonly key: string };
  readonly username: string;
  readonly password: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** On the same ports and data. */
  start(): Promise<void>;
  /** It is gone, and its data with it. */
  remove(): Promise<void>;
}

/** A Kafka for one spec alone, which may kill its first broker; with `withSecond` it has one more. */
export async function ownBroker({ withSecond = false } = {}): Promise<OwnBroker> {
  const directory = mkdtempSync(join(tmpdir(), 'parley-own-kafka-'));
  const owner = { pid: process.pid, startedAt: startOf(process.pid) };
  const child = fork(join(KAFKA, 'hold.mjs'), [JSON.stringify({ directory, owner, withSecure: !withSecond, withSecond })], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  const early = once(child, 'exit').then(() => Promise.reject(new Error('Kafka did not start')));
  early.catch(() => undefined);
  const [address] = (await Promise.race([once(child, 'message'), early])) as [Omit<OwnBroker, 'kill' | 'start' | 'remove'>];
  return {
    ...address,
    kill: () => order(child, 'kill'),
    start: () => order(child, 'start'),
    remove: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

let orders = 0;

async function order(child: ChildProcess, way: string): Promise<void> {
  const id = (orders += 1);
  child.send({ id, way });
  for (;;) {
    const [answer] = (await once(child, 'message')) as [{ id: number; error?: string }];
    if (answer.id !== id) continue;
    if (answer.error) throw new Error(answer.error);
    return;
  }
}

/** When a process started, in the system's own terms, so that its id given to another is not taken for it. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)]).stdout.toString().trim();
  }
}
