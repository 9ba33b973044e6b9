import { createPostgresEventStore } from '../index';
import { appendOf } from './load';

const CALLERS = 32;

/** A process that appends without end and writes `<caller> <n>` for each append that was acknowledged; it is there to be killed. */
async function main(): Promise<void> {
  const store = await createPostgresEventStore({ databaseUrl: process.argv[2] as string, applicationName: 'append-for-ever' });
  const call = async (caller: number) => {
    for (let n = 0; ; n += 1) {
      await store.append(appendOf(caller, n));
      process.stdout.write(`${caller} ${n}\n`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller)));
}

void main();
