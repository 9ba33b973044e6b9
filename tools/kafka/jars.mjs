import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '..', '..', 'node_modules', '.cache', 'parley-kafka');
const javaLowest = 17;
const mavenMs = 600_000;
const kept = /^\w{16}$/;

/** Names and SHA-256 sums of the jars, in the order of the file. */
function wantedJars() {
  const lines = readFileSync(join(here, 'jars.sha256'), 'utf8').trim().split('\n');
  return lines.map((line) => line.split(/\s+/)).map(([sum, name]) => ({ sum, name }));
}

/** Other jars, another folder: none of an older version can stand beside them. */
function folderOfJars() {
  const version = createHash('sha256').update(readFileSync(join(here, 'jars.sha256'))).digest('hex').slice(0, 16);
  return join(cache, version);
}

/** The Java to use: of JAVA_HOME, or of the path. */
export const java = () => (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java');

/** Says what this machine lacks to run Kafka; undefined when it lacks nothing. @throws when it cannot be known, the machine being too busy */
export function whyNoKafka() {
  const version = Number(/version "(\d+)/.exec(said(java(), '-version') ?? '')?.[1] ?? 0);
  if (version < javaLowest) return `no Java ${javaLowest} or newer (${version || 'none'} found)`;
  if (existsSync(folderOfJars())) return undefined;
  return said('mvn', '--version') === undefined ? 'no Maven to get Kafka with' : undefined;
}

/** What a program says of itself; undefined when it is not there, or does not work. */
function said(program, argument) {
  const { status, stdout, stderr, error } = spawnSync(program, [argument], { encoding: 'utf8', timeout: 30_000 });
  if (error && error.code !== 'ENOENT' && error.code !== 'EACCES') throw error;
  return status === 0 ? `${stdout}${stderr}` : undefined;
}

/** Jars came that are not those of `jars.sha256`: nothing to be passed over. */
export class WrongJars extends Error {}

/**
 * The folder that holds the broker's jars, each of them what `jars.sha256` says. Maven gets them when they are not there; once
 * they are, no network is needed. Several processes may ask at once.
 *
 * @throws when Maven cannot get them or one is another
 */
export async function kafkaJars() {
  const folder = folderOfJars();
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'getting-'));
  try {
    await getByMaven(fresh);
    check(fresh);
    keep(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

async function getByMaven(folder) {
  const args = ['-q', '-B', '-C', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
  try {
    await promisify(execFile)('mvn', args, { timeout: mavenMs, maxBuffer: 16_000_000 });
  } catch (error) {
    throw new Error(`Maven could not get Kafka:\n${(error.stdout || error.stderr || error.message).slice(-2_000)}`, { cause: error });
  }
}

function check(folder) {
  const found = readdirSync(folder);
  const wanted = wantedJars();
  const wrong = wanted.filter(({ name, sum }) => !found.includes(name) || sumOf(join(folder, name)) !== sum).map(({ name }) => name);
  const unknown = found.filter((name) => !wanted.some((jar) => jar.name === name));
  if (wrong.length + unknown.length > 0) throw new WrongJars(`These are not the jars of jars.sha256: ${[...wrong, ...unknown].join(', ')}`);
}

const sumOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Another process may have been quicker; what it got is the same. */
function keep(fresh, folder) {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
  for (const name of readdirSync(cache)) if (kept.test(name) && join(cache, name) !== folder) rmSync(join(cache, name), { recursive: true, force: true });
}
