const BAD_SETTINGS = 78;
const TRY_AGAIN = 1;

/** The database cannot be used. The message says why and what to do, and holds no password. */
export class CannotOpenDatabase extends Error {
  /** What a process that cannot go on ends with: {@link BAD_SETTINGS} where another try would end alike. */
  readonly exitCode: number;

  constructor(reason: string, { cause, forGood = false }: { cause?: unknown; forGood?: boolean } = {}) {
    super(`Parley cannot start:\n  - ${reason}`, { cause });
    this.name = 'CannotOpenDatabase';
    this.exitCode = forGood ? BAD_SETTINGS : TRY_AGAIN;
  }
}

/** Passing by itself: not listening yet, listening but recovering, without a name yet, or gone in the middle of the handshake. */
const STARTING = new Set(
  ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE'].concat('57P01', '57P02', '57P03', '53300'),
);

/** True of what a server that is just starting says, or its place in the network; a wrong password or certificate is none of these. */
export function isStarting(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return STARTING.has(code ?? '') || /terminated|timeout/i.test(message ?? '');
}

/** Why a connection was not made, in words for whoever set `DATABASE_URL`. */
export function refusalOf(error: unknown): CannotOpenDatabase {
  const { code, message } = error as { code?: string; message?: string };
  if (isStarting(error)) return new CannotOpenDatabase(`DATABASE_URL: the database does not answer (${message || code})`, { cause: error });
  if (/CERT|ALTNAME|ISSUER|SIGNATURE/.test(code ?? ''))
    return new CannotOpenDatabase(
      `DATABASE_URL: the server's certificate is not to be trusted (${message}); name its authority's file in sslrootcert=, and the host as the certificate does`,
      { cause: error },
    );
  return new CannotOpenDatabase(`DATABASE_URL: the database refuses us (${message || code})`, { cause: error });
}
