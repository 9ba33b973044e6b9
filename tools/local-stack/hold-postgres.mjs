/** Starts PostgreSQL with the options named on the command line, tells its caller where, and stops it on SIGTERM. */
import { startPostgres } from './postgres.mjs';

try {
  const postgres = await startPostgres({ durable: false, ...JSON.parse(process.argv[2]) });
  const stop = () => void postgres.stop().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.send({ url: postgres.url, port: postgres.port, pid: postgres.pid });
} catch (error) {
  process.send({ error: error.message });
  process.disconnect();
}
