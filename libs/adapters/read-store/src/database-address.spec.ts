import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseAddress } from './database-address';

const plain = 'postgres://parley:p%40ss@db.example:5432/parley';

describe('the address of the database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-address-'));
  const authority = join(folder, 'ca.pem');
  beforeAll(() => writeFileSync(authority, 'the authority'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is used as it is when it says nothing of TLS', () => {
    expect(databaseAddress(`${plain}?application_name=x`)).toEqual({ connectionString: `${plain}?application_name=x` });
  });

  it.each([
    ['disable', false],
    ['require', expect.objectContaining({ rejectUnauthorized: true })],
    ['verify-full', expect.objectContaining({ rejectUnauthorized: true })],
    ['no-verify', expect.objectContaining({ rejectUnauthorized: false })],
  ])('knows sslmode=%s', (mode, ssl) => {
    expect(databaseAddress(`${plain}?sslmode=${mode}`)).toEqual({ connectionString: plain, ssl });
  });

  it('checks the server against a private authority, and against the host that was asked for', () => {
    const { ssl, connectionString } = databaseAddress(`postgres://u:p@192.0.2.7/d?sslrootcert=${authority}&connect_timeout=3`);
    expect({ ssl, connectionString }).toEqual({
      ssl: expect.objectContaining({ ca: 'the authority', rejectUnauthorized: true }),
      connectionString: 'postgres://u:p@192.0.2.7/d?connect_timeout=3',
    });
    const peer = (subjectaltname: string) => ({ subject: { CN: 'x' }, subjectaltname }) as never;
    const check = (ssl as { checkServerIdentity(name: string, peer: never): Error | undefined }).checkServerIdentity;
    expect(check('localhost', peer('IP Address:192.0.2.7'))).toBeUndefined();
    expect(check('localhost', peer('DNS:localhost'))?.message).toContain('192.0.2.7');
  });

  it.each(['prefer', 'allow', 'verify-ca', 'yes'])('refuses sslmode=%s, which promises less than it seems to', (mode) => {
    expect(() => databaseAddress(`${plain}?sslmode=${mode}`)).toThrow(`DATABASE_URL: sslmode=${mode}: expected disable, require`);
  });

  it('names a file that cannot be read, and no password', () => {
    expect(() => databaseAddress(`${plain}?sslmode=verify-full&sslrootcert=/no/such.pem`)).toThrow('DATABASE_URL: sslrootcert: /no/such.pem cannot be read (ENOENT)');
  });
});
