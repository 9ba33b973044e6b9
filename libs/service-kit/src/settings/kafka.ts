import { readFileSync } from 'node:fs';
import { z } from 'zod';

const BROKER = /^(\[[0-9a-f:]+\]|[^\s:/,]+):\d{1,5}$/i;
const yesOrNo = z.enum(['true', 'false'], 'expected true or false').transform((text) => text === 'true').optional();
const pem = z
  .string()
  .refine((path) => contentOf(path)?.includes('-----BEGIN') ?? false, 'expected the path of a readable PEM file')
  .optional();

/** What a service is told about Kafka; all of it is optional and only KAFKA_BROKERS decides that there is one. */
export const kafkaShape = {
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => BROKER.test(broker)), 'expected host:port,host:port')
    .optional(),
  /** In any case: Kafka itself writes them in capitals. */
  KAFKA_SASL_MECHANISM: z.string().toLowerCase().pipe(z.enum(['plain', 'scram-sha-256', 'scram-sha-512'], 'expected plain, scram-sha-256 or scram-sha-512')).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_SSL: yesOrNo,
  KAFKA_SSL_CA: pem,
  KAFKA_SSL_CERT: pem,
  KAFKA_SSL_KEY: pem,
  KAFKA_REPLICATION_FACTOR: z.coerce.number('expected a number').int().min(1).max(9).optional(),
} as const;

export type KafkaSettings = z.infer<z.ZodObject<typeof kafkaShape>>;

/** For programs that need to know nothing else. */
export const KafkaSettings = z.object(kafkaShape).superRefine((settings, context) => {
  for (const [name, message] of kafkaProblems(settings)) context.addIssue({ code: 'custom', path: [name], message });
});

/** What does not go together, by the name of the setting to change. */
export function kafkaProblems(settings: KafkaSettings): readonly (readonly [keyof KafkaSettings, string])[] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password, KAFKA_SSL: ssl, KAFKA_SSL_CERT: cert, KAFKA_SSL_KEY: key } = settings;
  const problems: [keyof KafkaSettings, string][] = [];
  if (mechanism && !username) problems.push(['KAFKA_SASL_USERNAME', `is needed with KAFKA_SASL_MECHANISM=${mechanism}`]);
  if (mechanism && !password) problems.push(['KAFKA_SASL_PASSWORD', `is needed with KAFKA_SASL_MECHANISM=${mechanism}`]);
  if (!mechanism && (username || password)) problems.push(['KAFKA_SASL_MECHANISM', 'is needed with KAFKA_SASL_USERNAME: plain, scram-sha-256 or scram-sha-512']);
  if (cert && !key) problems.push(['KAFKA_SSL_KEY', 'is needed with KAFKA_SSL_CERT']);
  if (key && !cert) problems.push(['KAFKA_SSL_CERT', 'is needed with KAFKA_SSL_KEY']);
  if (ssl === false && (settings.KAFKA_SSL_CA || cert)) problems.push(['KAFKA_SSL', 'is false, and KAFKA_SSL_CA or KAFKA_SSL_CERT says otherwise']);
  return problems;
}

/** How a message bus finds its Kafka; undefined when none was named. The files are read now. */
export function kafkaConnection(settings: KafkaSettings) {
  const { KAFKA_BROKERS: brokers, KAFKA_SASL_MECHANISM: mechanism, KAFKA_SSL: ssl, KAFKA_REPLICATION_FACTOR: replicationFactor } = settings;
  if (brokers === undefined) return undefined;
  const files = { ca: settings.KAFKA_SSL_CA, cert: settings.KAFKA_SSL_CERT, key: settings.KAFKA_SSL_KEY };
  const pems = Object.fromEntries(Object.entries(files).flatMap(([name, path]) => (path === undefined ? [] : [[name, contentOf(path)]])));
  return {
    brokers,
    ...(mechanism && { sasl: { mechanism, username: settings.KAFKA_SASL_USERNAME ?? '', password: settings.KAFKA_SASL_PASSWORD ?? '' } }),
    ...((ssl || Object.keys(pems).length > 0) && { ssl: Object.keys(pems).length > 0 ? pems : (true as const) }),
    ...(replicationFactor !== undefined && { replicationFactor }),
  };
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
