import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from './database';
import { type AppendResult, measureAppend } from './measure/append';
import { measureCatchUp } from './measure/catch-up';
import { type CommandsResult, measureCommands } from './measure/commands';
import { type LiveResult, measureLive } from './measure/live';
import { type KafkaResult, type LentKafka, measureOnKafka } from './measure/kafka/on-kafka';
import { measureOpenConversation, type OpenResult } from './measure/open-conversation';
import type { ProcessFigures } from './measure/processes';
import { measureStartUp, type StartUp } from './measure/start-up';
import { measureWebhook, type WebhookResult } from './measure/webhook';
import { benchConfig } from './product/bench-config';
import { benchDesk } from './product/bench-desk';
import { processesOf, quiet, type Running } from './product/running';
import type { Compared } from './report/statistics';
import { table } from './report/table';

export interface Results {
  readonly append: AppendResult;
  readonly startUp: StartUp;
  readonly webhook: WebhookResult;
  readonly live: LiveResult;
  readonly commands: CommandsResult;
  /** Absent where there is no browser. */
  readonly open?: OpenResult | undefined;
  readonly catchUp: Compared;
  /** Absent unless asked for. */
  readonly kafka?: KafkaResult | undefined;
  /** After all of it. */
  readonly processes: readonly ProcessFigures[];
}

/** What the caller lends: the embedded PostgreSQL, the product and where the project lies. */
export interface Lent {
  readonly root: string;
  readonly postgres: { readonly url: string; readonly pid: number };
  readonly ports: Readonly<Record<string, string>>;
  /** Absent unless Kafka is to be measured. */
  readonly kafka?: LentKafka | undefined;
  startProduct(options: { env: Record<string, string>; config: string; dataDir: string; ports: Readonly<Record<string, string>>; kafka?: boolean }): Promise<{ url: string; stop(): Promise<void>; output(): string }>;
  say(line: string): void;
}

const APP_SECRET = 'parley-bench-app-secret';

/** Everything is measured in one run on one PostgreSQL; the table says what came out. */
export async function bench(lent: Lent): Promise<{ results: Results; table: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  chmodSync(dataDir, 0o711);
  const config = join(dataDir, 'contact-center.yaml');
  writeFileSync(config, benchConfig());
  try {
    lent.say('Append');
    const append = await measureAppend(lent.postgres.url);
    lent.say('Projection catch-up');
    const catchUp = await measureCatchUp({ root: lent.root, serverUrl: lent.postgres.url, config, port: lent.ports['WRAP_UP_REPORTING_PORT']! });
    const embedded = await measureProduct(lent, { dataDir, config });
    const kafka = lent.kafka && (await measureOnKafka(lent, lent.kafka, { config, appSecret: APP_SECRET }));
    const results = { append, catchUp, ...embedded, kafka };
    return { results, table: table(results) };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureProduct(lent: Lent, { dataDir, config }: { dataDir: string; config: string }): Promise<Omit<Results, 'append' | 'catchUp' | 'kafka'>> {
  lent.say('Start-up');
  const env = { DATABASE_URL: await freshDatabase(lent.postgres.url, 'bench_product'), WHATSAPP_APP_SECRET: APP_SECRET, LOG_LEVEL: 'warn' };
  const start = () => lent.startProduct({ env, config, dataDir, ports: lent.ports });
  const { product, startUp } = await measureStartUp(start, { ports: lent.ports, dataDir });
  const running: Running = { url: product.url, ports: lent.ports, dataDir, appSecret: APP_SECRET, postgresPid: lent.postgres.pid, serverUrl: lent.postgres.url };
  try {
    lent.say('Signed webhook to 200');
    const webhook = await measureWebhook(running);
    lent.say('Webhook to the agent’s screen');
    const desk = await benchDesk(running);
    const live = await measureLive(running, desk);
    lent.say('Commands through HTTP');
    const commands = await measureCommands(running, desk);
    lent.say('A conversation of 10,000 messages in a browser');
    await quiet(running);
    const open = await measureOpenConversation(running, desk);
    desk.close();
    return { startUp, webhook, live, commands, open, processes: processesOf(running) };
  } catch (error) {
    lent.say(product.output());
    throw error;
  } finally {
    await product.stop();
  }
}
