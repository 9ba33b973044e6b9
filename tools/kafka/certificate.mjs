import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { java } from './jars.mjs';

const keyStorePassword = 'of-the-key-store';
const keytool = () => (dirname(java()) === '.' ? 'keytool' : join(dirname(java()), 'keytool'));

/** A certificate of 127.0.0.1 that signs itself, made by the JDK: `{ keyStore, keyStorePassword, ca, … }`, `ca` a path to PEM. */
export async function makeCertificate(directory, user) {
  const keyStore = join(directory, 'broker.p12');
  const ca = join(directory, 'ca.pem');
  const run = (...args) => promisify(execFile)(keytool(), [...args, '-alias', 'broker', '-keystore', keyStore, '-storepass', keyStorePassword], { timeout: 60_000 });
  if (!existsSync(keyStore)) await run('-genkeypair', '-keyalg', 'EC', '-storetype', 'PKCS12', '-dname', 'CN=127.0.0.1', '-ext', 'SAN=IP:127.0.0.1', '-validity', '30');
  if (!existsSync(ca)) await run('-exportcert', '-rfc', '-file', ca);
  return { ...user, keyStore, keyStorePassword, ca, certificate: readFileSync(ca, 'utf8') };
}
