import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lent } from '../../bench';
import { freshDatabase } from '../../database';
import { benchDesk } from '../../product/bench-desk';
import type { Running } from '../../product/running';
import type { Compared } from '../../report/statistics';
import { measureCatchUp } from '../catch-up';
import { type LiveResult, measureLive } from '../live';
import { warmUp } from '../webhook';
import { measureRelay } from './relay';

/** A Kafka that is to be had here, or why there is none. */
export type LentKafka = NotMeasured | { start(): Promise<{ brokers: string; stop(): Promise<void> }> };

interface NotMeasured {
  readonly notMeasured: string;
}

export type KafkaResult = NotMeasured | { readonly relay: Compared; readonly catchUp: Compared; readonly live: LiveResult };

interface Settings {
  readonly config: string;
  readonly appSecret: string;
}

/** The same product with its topics in Kafka: what publishes, what reads, and what an agent notices of both. */
export async function measureOnKafka(lent: Lent, kafka: LentKafka, settings: Settings): Promise<KafkaResult> {
  if ('notMeasured' in kafka) return kafka;
  const broker = await kafka.start();
  let engines: { relay: Compared; catchUp: Compared };
  try {
    lent.say('Relay to Kafka');
    const relay = await measureRelay({ serverUrl: lent.postgres.url, brokers: broker.brokers });
    lent.say('Projection catch-up from Kafka');
    const { root, postgres, ports } = lent;
    const catchUp = await measureCatchUp({ root, serverUrl: postgres.url, config: settings.config, port: ports['WRAP_UP_REPORTING_PORT']!, brokers: broker.brokers });
    engines = { relay, catchUp };
  } finally {
    await broker.stop();
  }
  lent.say('Webhook to the agent’s screen on Kafka');
  return { ...engines, live: await measureLiveOnKafka(lent, settings) };
}

/** On a Kafka that the product starts for itself. */
async function measureLiveOnKafka(lent: Lent, { config, appSecret }: Settings): Promise<LiveResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  chmodSync(dataDir, 0o711);
  try {
    const env = { DATABASE_URL: await freshDatabase(lent.postgres.url, 'bench_product_kafka'), WHATSAPP_APP_SECRET: appSecret, LOG_LEVEL: 'warn' };
    const product = await lent.startProduct({ env, config, dataDir, ports: lent.ports, kafka: true });
    const running: Running = { url: product.url, ports: lent.ports, dataDir, appSecret, postgresPid: lent.postgres.pid, serverUrl: lent.postgres.url };
    try {
      await warmUp(running);
      const desk = await benchDesk(running);
      const live = await measureLive(running, desk);
      desk.close();
      return live;
    } catch (error) {
      lent.say(product.output());
      throw error;
    } finally {
      await product.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
