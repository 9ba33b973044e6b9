import { readFileSync } from 'node:fs';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { CannotOpenDatabase } from './cannot-open-database';

/** A database's address as the driver takes it: TLS apart from the rest. */
export interface DatabaseAddress {
  readonly connectionString: string;
  /** Absent where the address says nothing of TLS. */
  readonly ssl?: false | ConnectionOptions;
}

/** How the server is known; `require` is as strict as `verify-full`. */
const MODES = ['disable', 'require', 'verify-full', 'no-verify'];
const TLS_PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;

/**
 * What `DATABASE_URL` says of TLS, by libpq's names: `sslmode`, `sslrootcert` (the authority that signed the server's certificate;
 * else those that Node.js knows), `sslcert` and `sslkey` (our own). An authority alone means `verify-full`.
 *
 * The driver itself would not compare a server named by its IP address with the certificate.
 * @throws CannotOpenDatabase naming the parameter: an unknown mode, a file that cannot be read
 */
export function databaseAddress(databaseUrl: string): DatabaseAddress {
  const url = new URL(databaseUrl);
  const [mode, authority, certificate, key] = TLS_PARAMETERS.map((name) => url.searchParams.get(name) ?? undefined);
  if (mode === undefined && authority === undefined) return { connectionString: databaseUrl };
  if (mode !== undefined && !MODES.includes(mode)) throw new CannotOpenDatabase(`DATABASE_URL: sslmode=${mode}: expected ${MODES.join(', ')}`, { forGood: true });
  for (const name of TLS_PARAMETERS) url.searchParams.delete(name);
  const connectionString = url.href;
  if (mode === 'disable') return { connectionString, ssl: false };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const ssl: ConnectionOptions = {
    rejectUnauthorized: mode !== 'no-verify',
    checkServerIdentity: (_name, peer) => checkServerIdentity(host, peer),
    ...(authority && { ca: contentOf('sslrootcert', authority) }),
    ...(certificate && { cert: contentOf('sslcert', certificate) }),
    ...(key && { key: contentOf('sslkey', key) }),
  };
  return { connectionString, ssl };
}

function contentOf(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotOpenDatabase(`DATABASE_URL: ${name}: ${path} cannot be read (${code})`, { cause: error, forGood: true });
  }
}
