import { Kafka, logLevel } from 'kafkajs';
import { until } from '../../until';

const FORGOTTEN_WITHIN_MS = 20_000;

/** A client whose only concern is this broker. */
export const rawKafka = (brokers: string): Kafka => new Kafka({ clientId: 'bench', brokers: [brokers], logLevel: logLevel.NOTHING });

/** Afterwards no group has read anything; their members must have left, which a broker may notice a little later. */
export async function forgetGroups(brokers: string): Promise<void> {
  const admin = rawKafka(brokers).admin();
  await admin.connect();
  try {
    await until('no consumer group is left', FORGOTTEN_WITHIN_MS, async () => {
      const { groups } = await admin.listGroups();
      if (groups.length === 0) return true;
      await admin.deleteGroups(groups.map(({ groupId }) => groupId)).catch(() => undefined);
      return false;
    });
  } finally {
    await admin.disconnect();
  }
}
