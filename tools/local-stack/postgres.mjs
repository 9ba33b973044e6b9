import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { freePort, portIsFree } from './ports.mjs';
import { takeOwnership } from './owner-lock.mjs';
import { postgresBinaries } from './postgres/binaries.mjs';
import { keepCluster, keepPassword, makeDirectory } from './postgres/cluster.mjs';
import { endPredecessor, readPostmaster } from './postgres/predecessor.mjs';
import { unprivileged } from './postgres/unprivileged.mjs';
import { becomesTrue, signal } from './processes.mjs';

const readyMs = 120_000; // recovery after a crash may have a lot to replay
const retryMs = 10_000;
const logMaxBytes = 5_000_000;
const transient = /lock file|still in use|already in use|could not bind|could not create any TCP/i;

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic', // statements and row values hold what customers wrote
  log_error_verbosity: 'terse',
  max_parallel_workers_per_gather: '0', // a container's /dev/shm is often too small for parallel queries
};
const durability = {
  true: { shared_buffers: '256MB', fsync: 'on', synchronous_commit: 'on' },
  false: { shared_buffers: '128MB', fsync: 'off', full_page_writes: 'off', synchronous_commit: 'on' }, // survives kill -9
};

/**
 * A PostgreSQL of this process's own accepts connections on a free loopback port; its data outlives it.
 *
 * Whatever an earlier run left in `directory` is ended first. The server has its own process group, so Ctrl-C at the
 * terminal reaches only the caller, who stops it when nobody needs it any more.
 *
 * @param directory holds the cluster, its password and its log
 * @param durable false for tests: nothing is synced to disk
 * @param port the port to take if it is free
 * @param tls paths of `{ certificate, key }`: speaks TLS besides
 * @returns `{ url, port, pid, stop(), exited }`: url of the superuser and database `postgres`; `exited` resolves when
 *   the server ends, asked or not
 * @throws when another living process uses the directory, or the server does not come up
 */
export async function startPostgres({ directory, durable = true, port, tls, log = () => undefined }) {
  const home = resolve(directory);
  makeDirectory(home);
  const release = takeOwnership(join(home, 'owner'), `The database in ${home}`);
  try {
    const { initdb, postgres } = await postgresBinaries();
    const way = unprivileged([initdb, home], join(home, 'data'));
    await endPredecessor(join(home, 'data'), log);
    const data = await keepCluster({ directory: home, initdb, way, durable });
    const parameters = { ...settings, ...durability[durable], ...(tls && keepCertificate(home, way, tls)) };
    const server = await untilItRuns({ home, data, postgres, way, parameters, preferredPort: port });
    void server.exited.then(release);
    const { password } = keepPassword(home, way);
    const stop = () => stopServer(data, server);
    const url = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${server.port}/postgres`;
    return { url, port: server.port, pid: server.child.pid, exited: server.exited, stop };
  } catch (error) {
    release();
    throw error;
  }
}

/** PostgreSQL wants a key that is its own user's and nobody else's to read. */
function keepCertificate(home, way, { certificate, key }) {
  const own = { ssl_cert_file: join(home, 'server.pem'), ssl_key_file: join(home, 'server.key') };
  copyFileSync(certificate, own.ssl_cert_file);
  rmSync(own.ssl_key_file, { force: true });
  writeFileSync(own.ssl_key_file, readFileSync(key), { mode: 0o600 });
  for (const path of Object.values(own)) way.own(path);
  return { ssl: 'on', ...own };
}

/** Some refusals pass by themselves (a port taken meanwhile, a dying server's memory): those are tried again for a while. */
async function untilItRuns(context) {
  const deadline = Date.now() + retryMs;
  for (;;) {
    const server = await launch(context);
    if (await comesUp(server, context)) return server;
    const lines = lastLines(logPath(context.home));
    if (Date.now() >= deadline || !transient.test(lines)) {
      throw new Error(`PostgreSQL did not start (run as ${context.way.name}). Its log ${logPath(context.home)} ends:\n${lines}`);
    }
    await becomesTrue(() => false, 500);
  }
}

async function launch({ home, data, postgres, way, parameters, preferredPort }) {
  const port = preferredPort && (await portIsFree(preferredPort)) ? preferredPort : await freePort();
  const flags = Object.entries({ ...parameters, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, args] = way.wrap(postgres, ['-D', data, ...flags]);
  const output = openLog(home);
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const child = spawn(program, args, { ...way.options, cwd: dirname(postgres), env, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const exited = new Promise((ended) => {
    child.on('error', (error) => ended({ error }));
    child.on('exit', (code, by) => ended({ code, by }));
  });
  return { child, exited, port };
}

async function comesUp(server, { data }) {
  let gone = false;
  void server.exited.then(() => (gone = true));
  const ready = () => readPostmaster(data)?.pid === server.child.pid && readPostmaster(data)?.state === 'ready';
  await becomesTrue(() => gone || ready(), readyMs);
  if (!gone && ready()) return true;
  if (!gone) await stopServer(data, server);
  return false;
}

async function stopServer(data, { child, exited }) {
  let gone = false;
  void exited.then(() => (gone = true));
  for (const [name, waitMs] of [['SIGINT', 10_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]]) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) signal(child.pid, name);
    if (await becomesTrue(() => gone, waitMs)) return;
  }
  throw new Error(`PostgreSQL (process ${child.pid}, ${data}) cannot be ended.`);
}

const logPath = (home) => join(home, 'postgres.log');

function openLog(home) {
  const path = logPath(home);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logMaxBytes) {
    rmSync(`${path}.1`, { force: true });
    renameSync(path, `${path}.1`);
  }
  return openSync(path, 'a', 0o600);
}

function lastLines(path) {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-6).join('\n');
}
