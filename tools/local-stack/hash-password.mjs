/** Reads a password from standard input and prints its hash for `passwordHash` in contact-center.yaml. */
import { randomBytes, scryptSync } from 'node:crypto';
import { createInterface } from 'node:readline/promises';

const logN = 15;
const maxmem = 64 * 1024 * 1024;
const unpadded = (bytes) => bytes.toString('base64').replace(/=+$/, '');

const input = createInterface({ input: process.stdin, output: process.stderr });
const password = await input.question('Password: ');
input.close();
if (password.length === 0) {
  process.stderr.write('An empty password is no password.\n');
  process.exit(1);
}
const salt = randomBytes(16);
const hash = scryptSync(password, salt, 32, { N: 2 ** logN, r: 8, p: 1, maxmem });
process.stdout.write(`$scrypt$ln=${logN},r=8,p=1$${unpadded(salt)}$${unpadded(hash)}\n`);
