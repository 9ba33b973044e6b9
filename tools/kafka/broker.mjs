import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { takeOwnership } from '@parley/local-stack/owner-lock';
import { freePorts, portIsFree } from '@parley/local-stack/ports';
import { becomesTrue, identityOf, isStillThere, signal } from '@parley/local-stack/processes';
import { java, kafkaJars } from './jars.mjs';
import { asText, brokerProperties } from './properties.mjs';

const readyMs = 120_000; // recovery after a crash may have a lot to check
const stopMs = 15_000;
const portTries = 3;
const logMaxBytes = 5_000_000;
const logging = join(dirname(fileURLToPath(import.meta.url)), 'log4j2.properties');
/** A quick start for tests; the other one for work that lasts. */
const pace = { true: ['-Xmx384m', '-XX:TieredStopAtLevel=1'], false: ['-Xmx512m'] };

/**
 * An Apache Kafka of this process's own accepts connections on the loopback; its data outlives it.
 *
 * Whatever an earlier run left in `directory` is ended first. It is in the process group of the caller: what ends
 * that group ends it too.
 *
 * @param port the broker's port; a free one when not given
 * @param ports its other ports, of an earlier run; free ones when not given
 * @param secure, beside see `brokerProperties`; `beside` is the first broker as this function returned it
 * @param brief true for tests
 * @param signal ends the broker while it starts
 * @returns `{ brokers, ports, clusterId, pid, exited, stop(), kill() }`; `exited` resolves when it ends, asked or not
 * @throws when another living process uses the directory, or the broker does not come up
 */
export async function startBroker({ directory, port, ports: portsBefore, secure, beside, brief = false, log = () => undefined, signal: asked }) {
  const home = resolve(directory);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const release = takeOwnership(join(home, 'owner'), `The Kafka in ${home}`);
  try {
    const jars = await kafkaJars();
    await endPredecessor(home, log);
    const run = { home, classpath: join(jars, '*'), brief, signal: asked };
    const { server, ports } = await launchOnFreePorts(run, { port, portsBefore, secure, beside });
    void server.exited.then(release);
    const stop = () => end(server, ['SIGTERM', 'SIGKILL']);
    const kill = () => end(server, ['SIGKILL']);
    return { brokers: `127.0.0.1:${ports.broker}`, ports, clusterId: clusterIdOf(home), pid: server.child.pid, exited: server.exited, stop, kill };
  } catch (error) {
    release();
    throw error;
  }
}

const propertiesOf = (home) => join(home, 'server.properties');
const logOf = (home) => join(home, 'kafka.log');
const storageOf = (home) => join(home, 'data', 'meta.properties');
const clusterIdOf = (home) => /^cluster\.id=(.*)$/m.exec(readFileSync(storageOf(home), 'utf8'))?.[1].replaceAll('\\', '');

/** Another program may take a free port before Kafka does: then it has others. */
async function launchOnFreePorts(run, { port, portsBefore, secure, beside }) {
  for (let triesLeft = portsBefore ? 1 : portTries; ; triesLeft -= 1) {
    const [broker, controller, forSecure, mutual, behindProxy, proxy] = await freePorts(6);
    const ports = { broker: port ?? broker, controller, ...(secure && { secure: forSecure, mutual, behindProxy, proxy }), ...portsBefore };
    if (port !== undefined && !(await portIsFree(port))) throw new Error(`port ${port} is in use by another program`);
    writeFileSync(propertiesOf(run.home), asText(brokerProperties({ data: join(run.home, 'data'), ports, secure, beside: beside?.ports })), { mode: 0o600 });
    await keepStorage(run, { secure, clusterId: beside?.clusterId });
    const server = launch(run);
    try {
      await comesUp(server, run);
      return { server, ports };
    } catch (error) {
      if (triesLeft === 1 || !error.isPortTaken) throw error;
    }
  }
}

/** A broker that outlived its caller works on the same data. */
async function endPredecessor(home, log) {
  const left = readJson(join(home, 'process.json'));
  if (!isStillThere(left)) return;
  log(`ending the Kafka that an earlier run left behind (process ${left.pid})`);
  for (const name of ['SIGTERM', 'SIGKILL']) {
    signal(left.pid, name);
    if (await becomesTrue(() => !isStillThere(left), stopMs)) return;
  }
  throw new Error(`Kafka (process ${left.pid}, ${home}) cannot be ended.`);
}

/** The data directory is formatted, once. A format that was broken off leaves no `meta.properties` and is done again. */
async function keepStorage({ home, classpath, signal: asked }, { secure, clusterId }) {
  if (existsSync(storageOf(home))) return;
  rmSync(join(home, 'data'), { recursive: true, force: true });
  const id = clusterId ?? randomBytes(16).toString('base64url').replace(/^[-_]/, 'k');
  const users = secure ? ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((name) => ['--add-scram', `${name}=[name=${secure.username},password=${secure.password}]`]) : [];
  const args = ['-Xmx128m', '-XX:TieredStopAtLevel=1', `-Dlog4j2.configurationFile=${logging}`, '-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', propertiesOf(home), ...users];
  await promisify(execFile)(java(), args, { timeout: readyMs, signal: asked });
}

function launch({ home, classpath, brief }) {
  const output = openLog(home);
  const args = [...pace[brief], '-XX:+UseSerialGC', '-Djava.awt.headless=true', `-Dlog4j2.configurationFile=${logging}`, '-cp', classpath, 'kafka.Kafka', propertiesOf(home)];
  const saidBefore = statSync(logOf(home)).size;
  const child = spawn(java(), args, { cwd: home, stdio: ['ignore', output, output] });
  closeSync(output);
  if (child.pid) writeFileSync(join(home, 'process.json'), JSON.stringify(identityOf(child.pid)), { mode: 0o600 });
  const server = { child, saidBefore, gone: false };
  server.exited = new Promise((ended) => {
    child.on('error', (error) => ended({ error }));
    child.on('exit', (code, by) => ended({ code, by }));
  }).then((how) => {
    server.gone = true;
    return how;
  });
  return server;
}

async function comesUp(server, { home, signal: asked }) {
  const said = () => readFileSync(logOf(home)).subarray(server.saidBefore).toString();
  const started = () => said().includes('Kafka Server started');
  await becomesTrue(() => server.gone || started() || asked?.aborted, readyMs, 50);
  if (!server.gone && started() && !asked?.aborted) return;
  await end(server, ['SIGKILL']);
  asked?.throwIfAborted();
  const error = new Error(`Kafka did not start. Its log ${logOf(home)} ends:\n${said().trim().split('\n').slice(-8).join('\n')}`);
  throw Object.assign(error, { isPortTaken: said().includes('Socket server failed to bind') });
}

async function end(server, signals) {
  for (const name of signals) {
    if (!server.gone && server.child.pid !== undefined) signal(server.child.pid, name);
    if (await becomesTrue(() => server.gone, stopMs)) return;
  }
  throw new Error(`Kafka (process ${server.child.pid}) cannot be ended.`);
}

function openLog(home) {
  const path = logOf(home);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logMaxBytes) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  chmodSync(path, 0o600);
  return file;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
