import { spawnSync } from 'node:child_process';
import { chownSync, lchownSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How PostgreSQL's programs are run by the present user: `{ wrap(program, args), options, own(path) }`.
 *
 * A plain user runs them as is. PostgreSQL refuses root, so root runs them as an existing unprivileged user. Where that
 * user may not enter the folders on the way (a clone under a 0700 /root), it is given the one capability to pass them;
 * where that is not allowed either, a user namespace shows root's own id as another one.
 *
 * @param paths what the user must be able to reach
 * @param dataDir an existing cluster keeps the user that owns it
 * @throws when root has none of these ways
 */
export function unprivileged(paths, dataDir) {
  if (process.getuid?.() !== 0) return plainUser();
  const user = ownerOf(dataDir) ?? passwdEntry('postgres') ?? passwdEntry('nobody') ?? { uid: 65534, gid: 65534 };
  const ways = [plainDrop(user), withPassage(user), inNamespace()];
  const way = ways.find((candidate) => paths.every((path) => reaches(candidate, path)));
  if (way) return way;
  throw new Error(
    'PostgreSQL does not run as root, and an unprivileged user may not reach its files. Run Parley as a plain user, ' +
      `keep it outside private folders such as /root, or set DATABASE_URL. Needed: ${paths.join(', ')}`,
  );
}

const asIs = (program, args) => [program, args];

/** initdb wants its user to have a name, which an arbitrary id in a container has not; in a namespace it is `nobody`. */
function plainUser() {
  const own = () => undefined;
  const unnamed = process.platform === 'linux' && spawnSync('id', ['-un'], { stdio: 'ignore' }).status !== 0;
  const nobody = { ...inNamespace(65534), own };
  return unnamed && reaches(nobody, '/') ? nobody : { name: 'this user', wrap: asIs, options: {}, own };
}

function plainDrop({ uid, gid }) {
  return { name: `user ${uid}`, wrap: asIs, options: { uid, gid }, own: (path) => chownTree(path, uid, gid) };
}

/** `no_setuid_fixup` matters: without it access(2), by which PostgreSQL looks for its own files, ignores the capability. */
function withPassage({ uid, gid }) {
  const flags = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup', '--clear-groups'];
  return {
    name: `user ${uid} with dac_override`,
    wrap: (program, args) => ['setpriv', [`--reuid=${uid}`, `--regid=${gid}`, ...flags, '--', program, ...args]],
    options: {},
    own: (path) => chownTree(path, uid, gid),
  };
}

/** Inside the namespace we are that other user, and our files are that user's. */
function inNamespace(id = 1000) {
  return {
    name: 'a user namespace',
    wrap: (program, args) => ['unshare', ['--user', `--map-user=${id}`, `--map-group=${id}`, '--', program, ...args]],
    options: {},
    own: (path) => chownTree(path, 0, 0),
  };
}

/** `test -x` asks by access(2), as PostgreSQL itself does. */
function reaches(way, path) {
  const [program, args] = way.wrap('test', ['-x', path]);
  return spawnSync(program, args, { ...way.options, cwd: '/', stdio: 'ignore' }).status === 0;
}

function ownerOf(directory) {
  const found = statSync(directory, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

function passwdEntry(name) {
  try {
    const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return Number(uid) > 0 ? { uid: Number(uid), gid: Number(gid) } : undefined;
  } catch {
    return undefined;
  }
}

function chownTree(path, uid, gid) {
  const { uid: owner } = statSync(path);
  if (owner === uid) return;
  if (statSync(path).isDirectory()) chownEntries(path, uid, gid);
  chownSync(path, uid, gid);
}

function chownEntries(directory, uid, gid) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) chownEntries(path, uid, gid);
    lchownSync(path, uid, gid);
  }
}
