/** Exits with 0 when Kafka can be run here, its jars having been got where they were missing; says why not otherwise. */
import { kafkaJars, whyNoKafka } from './jars.mjs';

const reason = whyNoKafka() ?? (await kafkaJars().then(
  () => undefined,
  (error) => error.message.split('\n')[0],
));
if (reason) process.stdout.write(`${reason}\n`);
process.exit(reason ? 1 : 0);
