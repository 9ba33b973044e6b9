import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const initdbMs = 120_000;
const unfinished = 'unfinished-';

/** The superuser's password: made at the first call, the same ever after, readable by nobody else. */
export function keepPassword(directory, way) {
  const path = join(directory, 'password');
  if (!existsSync(path)) {
    const fresh = `${path}.new`;
    writeFileSync(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(fresh, path);
  }
  way.own(path);
  return { path, password: readFileSync(path, 'utf8').trim() };
}

/**
 * `directory/data` holds a database cluster; an existing one is left as it is.
 *
 * It is made beside its place and moved there when complete, so a crash on the way leaves nothing that looks like one.
 */
export async function keepCluster({ directory, initdb, way, durable }) {
  const data = join(directory, 'data');
  const { path: passwordFile } = keepPassword(directory, way);
  if (existsSync(join(data, 'PG_VERSION'))) {
    way.own(data);
    return data;
  }
  for (const name of readdirSync(directory)) {
    if (name.startsWith(unfinished)) rmSync(join(directory, name), { recursive: true, force: true });
  }
  if (existsSync(data)) throw new Error(`${data} exists but holds no PostgreSQL data; move it away and start again.`);
  const fresh = mkdtempSync(join(directory, unfinished));
  way.own(fresh);
  await runInitdb(way, initdb, initdbArguments(fresh, passwordFile, durable));
  renameSync(fresh, data);
  return data;
}

function initdbArguments(data, passwordFile, durable) {
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C', // the machine's locales do not matter: PostgreSQL's own provider knows Unicode
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
}

function runInitdb(way, initdb, args) {
  const [program, wrapped] = way.wrap(initdb, args);
  const options = { ...way.options, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] };
  return new Promise((resolve, reject) => {
    const child = spawn(program, wrapped, { ...options, timeout: initdbMs, killSignal: 'SIGKILL' });
    let errors = '';
    child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-4000)));
    child.on('error', (error) => reject(new Error(`initdb cannot be run: ${error.message}`)));
    child.on('close', (code, by) => {
      if (code === 0) resolve();
      else reject(new Error(`PostgreSQL's initdb failed (${by ?? `code ${code}`}, run as ${way.name}):\n${errors.trim()}`));
    });
  });
}

/** Creates the folder of a cluster with its parents. Others may pass it, for PostgreSQL's user; its files stay private. */
export function makeDirectory(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o711 });
}
