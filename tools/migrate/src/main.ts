import { migrate } from '@parley/read-store';
import { loadSettings, ServiceSettings, startService } from '@parley/service-kit';
import { z } from 'zod';
import { ownedSchemas } from './owned-schemas';

const { DATABASE_URL, KAFKA_BROKERS, EVENTSTORE_URL } = ServiceSettings.shape;
const MigrateSettings = z.object({ DATABASE_URL, KAFKA_BROKERS, EVENTSTORE_URL });

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Waiting is told in one line; the reason of a refusal comes with the refusal. */
const logger = { warn: ({ err }: { err?: Error & { code?: string } }, message: string) => say(`${message} (${err?.code ?? err?.message})`) };

/** `npm run migrate`: every schema of DATABASE_URL is as this version needs it. May run as often and as many at once as you like. */
startService(async () => {
  const settings = loadSettings(MigrateSettings);
  for (const { schema, migrations } of ownedSchemas(settings)) {
    const run = await migrate(settings.DATABASE_URL, schema, migrations, logger);
    say(`${schema}: ${run.length === 0 ? 'nothing to do' : run.join(', ')}`);
  }
});
