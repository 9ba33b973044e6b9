const { fork } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { Client } = require('pg');

const fixtures = join(__dirname, 'fixtures', 'tls');

/** The authority that signed the certificate of a server with `tls`, for 127.0.0.1 and no other name; and one that signed none. */
const authority = join(fixtures, 'ca.pem');
const anotherAuthority = join(fixtures, 'another-ca.pem');

/**
 * A PostgreSQL whose launcher is a process of its own, so that it can be killed.
 *
 * @throws what the launcher throws
 */
async function holdPostgres({ tls = false, ...options }) {
  const certified = tls ? { tls: { certificate: join(fixtures, 'server.pem'), key: join(fixtures, 'server.key') } } : {};
  const launcher = fork(join(__dirname, 'hold-postgres.mjs'), [JSON.stringify({ ...options, ...certified })], { execArgv: [] });
  const [told] = await once(launcher, 'message');
  if (told.error) throw new Error(told.error);
  return { ...told, launcher, stop: () => end(launcher, 'SIGTERM') };
}

async function end(launcher, signal) {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const ended = once(launcher, 'exit');
  launcher.kill(signal);
  await ended;
}

/** The rows of one statement, asked on a connection of its own. */
async function query(url, sql) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

module.exports = { anotherAuthority, authority, end, holdPostgres, query };
