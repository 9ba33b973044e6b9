import { join } from 'node:path';
import { portIsFree } from '../ports.mjs';
import { becomesTrue } from '../processes.mjs';
import { CannotStart } from '../say.mjs';
import { keepSecret } from '../settings/secrets.mjs';
import { portVariables } from '../settings/settings.mjs';
import { ownDataDir } from './data-dir.mjs';
import { openDatabase } from './database.mjs';
import { openKafka } from './kafka.mjs';
import { LogFile } from './log-file.mjs';
import { endLeftovers, recordRun } from './run-record.mjs';
import { environmentOf, gatewayAddress, servicesOf } from './services.mjs';
import { SupervisedProcess } from './supervisor.mjs';

const portMs = 10_000;
const graceMs = 10_000;
const reminderMs = 30_000;

/** Everything that runs in one installation: the engines and one supervised process for each service. */
export class Stack {
  #processes = [];
  #database;
  #kafka;
  #release = () => undefined;
  #starting;
  #stopped;

  /** @param refused called with the service that will not run with its settings */
  constructor(settings, { say, refused }) {
    this.settings = settings;
    this.say = say;
    this.refused = refused;
  }

  /** All processes are started, none of them need be ready. @throws CannotStart */
  start() {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start() {
    const { dataDir } = this.settings;
    this.#release = await ownDataDir(dataDir, this.say);
    await endLeftovers(dataDir, this.say);
    await this.#waitForPorts();
    const secrets = this.#secrets();
    if (this.#stopped) return;
    if (this.settings.ownKafka) await this.#startKafka();
    if (this.#stopped) return;
    this.#database = await openDatabase({ ...this.settings, brokers: this.brokers }, this.say);
    if (this.#stopped) return;
    this.#processes = servicesOf(this.settings).map((service) => this.#supervised(service, secrets));
    for (const process of this.#processes) process.start();
  }

  /** Where the Kafka that this run has started is. */
  get brokers() {
    return this.#kafka?.brokers;
  }

  async #startKafka() {
    const kafka = await openKafka(this.settings, { say: this.say, changed: this.#record, refused: this.refused });
    this.#kafka = kafka;
    kafka.process.start();
    if (!(await kafka.answers())) throw new CannotStart(`Parley cannot start: Kafka does not answer; see ${kafka.process.log.path}`);
  }

  #record = () => recordRun(this.settings.dataDir, [...this.#processes, ...(this.#kafka ? [this.#kafka.process] : [])]);

  #supervised(service, secrets) {
    const { name } = service;
    return new SupervisedProcess({
      ...service,
      env: environmentOf(name, this.settings, { databaseUrl: this.#database.url, brokers: this.brokers, secrets }),
      log: new LogFile(join(this.settings.dataDir, 'logs', `${name}.log`)),
      say: this.say,
      changed: this.#record,
      refused: this.refused,
    });
  }

  #secrets() {
    const { dataDir, authMode, jwtSecret } = this.settings;
    const serviceToken = process.env.PARLEY_SERVICE_TOKEN || keepSecret(dataDir, 'service-token');
    if (jwtSecret === undefined && authMode !== 'local') return { PARLEY_SERVICE_TOKEN: serviceToken };
    return { PARLEY_SERVICE_TOKEN: serviceToken, AUTH_JWT_SECRET: jwtSecret ?? keepSecret(dataDir, 'jwt-secret') };
  }

  /** A predecessor may need a moment to let go of its ports. */
  async #waitForPorts() {
    const busy = await Promise.all(
      Object.entries(this.settings.ports).map(async ([service, port]) => {
        const host = service === 'agent-gateway' ? this.settings.host : '127.0.0.1';
        const free = await becomesTrue(() => this.#stopped !== undefined || portIsFree(port, host), portMs, 200);
        return free ? [] : [`  - ${portVariables[service][0]}: port ${port} is in use by another program; stop that or set another port`];
      }),
    );
    if (busy.flat().length > 0) throw new CannotStart(`Parley cannot start:\n${busy.flat().join('\n')}`);
  }

  /** The gateway says that a webhook, a sign-in and a command would all succeed. Waits as long as it takes, and says for what. */
  async ready() {
    const address = `${gatewayAddress(this.settings)}/health/ready`;
    let reason = 'no answer yet';
    const isReady = async () => {
      if (this.#stopped) return true;
      reason = await whyNotReady(address);
      return reason === undefined;
    };
    while (!(await becomesTrue(isReady, reminderMs, 100))) this.say(`Still waiting for ${address}: ${reason}`);
    return this.#stopped === undefined;
  }

  /** Every service has ended, then Kafka and the database. */
  stop() {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop() {
    await this.#starting?.catch(() => undefined); // what is half started could not be ended
    await Promise.all(this.#processes.map((process) => process.stop(graceMs)));
    await this.#kafka?.process.stop(graceMs);
    await this.#database?.stop();
    this.#release();
  }

  /** Everything ends now; the next start recovers what was committed. */
  kill() {
    for (const process of this.#processes) process.kill();
    this.#kafka?.process.kill();
    this.#database?.kill();
    this.#release();
  }
}

async function whyNotReady(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    const text = await response.text();
    return response.ok ? undefined : `${response.status} ${text.slice(0, 500)}`;
  } catch (error) {
    return error.cause?.code ?? error.message;
  }
}
