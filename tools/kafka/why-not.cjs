const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const gettingMs = 600_000;
const wrong = 2;

/** Says what this machine lacks to run Kafka, having got it where that was possible; undefined when it lacks nothing. @throws when jars came that are not ours */
exports.whyNoKafka = function whyNoKafka() {
  const { status, stdout } = spawnSync(process.execPath, [join(__dirname, 'get.mjs')], { encoding: 'utf8', timeout: gettingMs });
  if (status === wrong) throw new Error(stdout.trim());
  return status === 0 ? undefined : stdout.trim() || 'Kafka could not be got';
};
