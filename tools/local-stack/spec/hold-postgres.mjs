/** Starts PostgreSQL in the directory named on the command line, tells its caller where, and stops it on SIGTERM. */
import { startPostgres } from '../postgres.mjs';

try {
  const postgres = await startPostgres({ directory: process.argv[2], durable: false });
  process.on('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
  process.send({ url: postgres.url, pid: postgres.pid });
} catch (error) {
  process.send({ error: error.message });
  process.disconnect();
}
