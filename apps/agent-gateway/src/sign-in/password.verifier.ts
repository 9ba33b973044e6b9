import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { ContactCenter } from '@parley/service-kit';
import { Limited } from '../limits/limited';

/** As many as keep the machine busy without starving the rest of the process's thread pool. */
const CHECKS_AT_ONCE = 2;
const CHECKS_WAITING_MAX = 200;

interface ScryptHash {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const HASH = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function read(text: string): ScryptHash {
  const [, ln, r, p, salt, hash] = HASH.exec(text)!;
  return {
    cost: 2 ** Number(ln),
    blockSize: Number(r),
    parallelization: Number(p),
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash!, 'base64'),
  };
}

/** Checks passwords against the configuration's scrypt hashes (RFC 7914). */
export class PasswordVerifier {
  private readonly checks = new Limited(CHECKS_AT_ONCE, CHECKS_WAITING_MAX);
  private readonly nobodys: ScryptHash;

  constructor(private readonly contactCenter: ContactCenter) {
    const someone = contactCenter.config.agents.find(({ passwordHash }) => passwordHash)?.passwordHash;
    const usual = someone ? read(someone) : { cost: 2 ** 15, blockSize: 8, parallelization: 1 };
    this.nobodys = { ...usual, salt: randomBytes(16), hash: randomBytes(32) };
  }

  /**
   * Whether this is the agent's password. Takes as long for a name that nobody has.
   * @throws Overloaded when too many wait already
   */
  async matches(agentId: string, password: string): Promise<boolean> {
    const given = this.contactCenter.agent(agentId)?.passwordHash;
    const expected = given ? read(given) : this.nobodys;
    const actual = await this.checks.run(() => derive(password, expected));
    return timingSafeEqual(actual, expected.hash) && given !== undefined;
  }
}

function derive(password: string, { cost, blockSize, parallelization, salt, hash }: ScryptHash): Promise<Buffer> {
  // What the algorithm needs; Node's default allows half of what ln=15, r=8 takes.
  const maxmem = 128 * blockSize * (cost + parallelization + 2) + 1024;
  return new Promise((resolve, reject) =>
    scrypt(password, salt, hash.length, { cost, blockSize, parallelization, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
