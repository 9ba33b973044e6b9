/**
 * Exits with 0 when Kafka can be run here, its jars having been got where they were missing; says why not otherwise: with 1 for what
 * this machine lacks, with 2 for what must not be.
 */
import { kafkaJars, WrongJars, whyNoKafka } from './jars.mjs';

function end(reason, code) {
  process.stdout.write(`${reason}\n`);
  process.exit(code);
}

try {
  const reason = whyNoKafka();
  if (reason) end(reason, 1);
  await kafkaJars();
} catch (error) {
  end(error.message.split('\n')[0], error instanceof WrongJars ? 2 : 1);
}
