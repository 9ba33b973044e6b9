const { spawn } = require('node:child_process');
const { randomInt } = require('node:crypto');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, chmodSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const variables = ['PORT', 'CHANNEL_INGESTION_PORT', 'CONVERSATION_PORT', 'ROUTING_PORT', 'WRAP_UP_REPORTING_PORT', 'SIMULATOR_PORT'];
const readyMs = 90_000;
const stopMs = 40_000;
const keptBytes = 50_000;
/** What the tests' own surroundings must not decide. */
const notPassedOn = ['NODE_ENV', 'NODE_OPTIONS', 'DATABASE_URL', 'KAFKA_BROKERS', 'KAFKA_PORT', 'EVENTSTORE_URL', 'WHATSAPP_GRAPH_URL', 'npm_lifecycle_event'];

/**
 * The whole product runs as `npm start` runs it, on free ports of the loopback, and is ready. It must have been built.
 *
 * The same `dataDir` and `ports` given again continue where the earlier run ended.
 */
async function startProduct({ env = {}, config, dataDir, ports, kafka = false } = {}) {
  const home = dataDir ?? temporaryDirectory();
  mkdirSync(home, { recursive: true });
  const numbers = ports ?? (await freePorts());
  const child = spawn(process.execPath, [join(__dirname, 'start.mjs'), '--as-built', ...(kafka ? ['--kafka'] : [])], {
    cwd: join(__dirname, '..', '..'),
    env: { ...inherited(), ...numbers, PARLEY_DATA_DIR: home, ...(config && { CONTACT_CENTER_CONFIG: config }), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const run = follow(child);
  const removeData = () => dataDir === undefined && rmSync(home, { recursive: true, force: true });
  const kill9 = () => killAll(child, home, run);
  let message;
  try {
    message = await run.ready;
  } catch (error) {
    await kill9();
    removeData();
    throw error;
  }
  return {
    url: message.url,
    simulatorUrl: message.simulatorUrl,
    brokers: message.brokers,
    ports: numbers,
    dataDir: home,
    pid: child.pid,
    output: run.output,
    kill9,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await within(run.ended, stopMs, () => `Parley did not stop:\n${run.output()}`);
      removeData();
    },
  };
}

function inherited() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !notPassedOn.includes(name)));
}

function temporaryDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'parley-product-'));
  chmodSync(directory, 0o711); // PostgreSQL's user passes through it
  return directory;
}

function follow(child) {
  let text = '';
  const take = (chunk) => (text = (text + chunk).slice(-keptBytes));
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise((resolve) => child.once('close', (code, by) => resolve({ code, by })));
  const told = new Promise((resolve) => child.once('message', resolve));
  const early = ended.then(({ code, by }) => Promise.reject(new Error(`Parley ended (${by ?? code}) before it was ready:\n${text}`)));
  early.catch(() => undefined); // an end after it was ready is no failure of the start
  const ready = within(Promise.race([told, early]), readyMs, () => `Parley is not ready after ${readyMs / 1000} s:\n${text}`);
  return { ready, ended, output: () => text };
}

async function within(promise, ms, message) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(message())), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** As a power cut would: supervisor, services and PostgreSQL get SIGKILL. The data stays. */
async function killAll(child, home, run) {
  const services = Object.values(readJson(join(home, 'run.json')) ?? {}).map(({ pid }) => pid);
  const broker = readJson(join(home, 'kafka', 'process.json'))?.pid;
  for (const pid of [child.pid, ...services, postmaster(home), broker]) {
    try {
      if (Number.isInteger(pid)) process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
  await run.ended;
}

function postmaster(home) {
  try {
    return Number.parseInt(readFileSync(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return undefined;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** None of those that systems give to outgoing connections; `ports.mjs` says why, but a test's world loads no ES modules. */
async function freePorts() {
  const found = {};
  for (let tries = 0; Object.keys(found).length < variables.length; tries++) {
    if (tries > 1_000) throw new Error('no free port was found');
    const port = String(randomInt(12_000, 32_000));
    if (!Object.values(found).includes(port) && (await isFree(Number(port)))) found[variables[Object.keys(found).length]] = port;
  }
  return found;
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

module.exports = { startProduct };
