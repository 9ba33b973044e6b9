import { join } from 'node:path';
import { freePort, portIsFree } from '../ports.mjs';
import { becomesTrue } from '../processes.mjs';
import { root } from '../root.mjs';
import { CannotStart } from '../say.mjs';
import { runStep } from '../prepare/step.mjs';
import { LogFile } from './log-file.mjs';
import { SupervisedProcess } from './supervisor.mjs';

const folder = join(root, 'tools', 'kafka');
const answerMs = 120_000; // after a crash there may be a lot to check

/** Kafka's jars are here; nothing happens when they already were. @throws CannotStart saying what is missing */
export async function getKafka() {
  await runStep({ title: 'Getting Kafka (the first time only)', program: process.execPath, args: [join(folder, 'get.mjs')], cwd: root });
}

/**
 * An Apache Kafka of this installation, kept running until `stop`; its data is in the data directory.
 *
 * @returns `{ brokers, process }`; `process` is a SupervisedProcess
 * @throws CannotStart
 */
export async function openKafka({ dataDir, kafkaPort }, { say, changed, refused }) {
  const port = kafkaPort ?? (await freePort());
  if (!(await portIsFree(port))) throw new CannotStart(`Parley cannot start:\n  - KAFKA_PORT: port ${port} is in use by another program; stop that or set another port`);
  const kafka = new SupervisedProcess({
    name: 'kafka',
    script: join(folder, 'kafka.mjs'),
    env: { ...process.env, KAFKA_PORT: String(port), PARLEY_DATA_DIR: dataDir },
    log: new LogFile(join(dataDir, 'logs', 'kafka.log')),
    say,
    changed,
    refused,
  });
  return { brokers: `127.0.0.1:${port}`, process: kafka, answers: () => becomesTrue(async () => !(await portIsFree(port)), answerMs, 100) };
}
