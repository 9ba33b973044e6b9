/** Supervises the stand-in in this process's surroundings and tells its caller what is said and done. */
import { fileURLToPath } from 'node:url';
import { LogFile } from '../run/log-file.mjs';
import { SupervisedProcess } from '../run/supervisor.mjs';

const supervised = new SupervisedProcess({
  name: 'stand-in',
  script: fileURLToPath(new URL('stand-in.cjs', import.meta.url)),
  env: process.env,
  log: new LogFile(process.argv[2]),
  say: (line) => process.send({ said: line }),
  changed: () => process.send({ pid: supervised.pid ?? null }),
  refused: () => process.send({ refused: true }),
});
process.on('message', ({ stopWithinMs }) => {
  void supervised.stop(stopWithinMs).then(() => {
    process.send({ stopped: true });
    process.disconnect();
  });
});
supervised.start();
