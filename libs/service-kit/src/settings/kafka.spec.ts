import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaConnection } from './kafka';
import { BadSettings, loadSettings, ServiceSettings } from './settings';

const enough = { DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/parley', CONTACT_CENTER_CONFIG: 'cc.yaml', AUTH_JWT_SECRET: 'x'.repeat(32) };
const KAFKA_BROKERS = 'one:9092, two.example:9094';
const load = (env: NodeJS.ProcessEnv) => kafkaConnection(loadSettings(ServiceSettings, { ...enough, ...env }));

function named(env: NodeJS.ProcessEnv): string[] {
  try {
    load({ KAFKA_BROKERS, ...env });
    return [];
  } catch (error) {
    return (error as BadSettings).problems.map((problem) => problem.split(':')[0] as string);
  }
}

describe('the settings of Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-kafka-settings-'));
  const ca = join(folder, 'ca.pem');
  beforeAll(() => writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('name no Kafka by default', () => expect(load({})).toBeUndefined());

  it('name brokers, a user and whom to trust', () => {
    expect(load({ KAFKA_BROKERS })).toEqual({ brokers: ['one:9092', 'two.example:9094'] });
    expect(load({ KAFKA_BROKERS, KAFKA_SSL: 'true', KAFKA_REPLICATION_FACTOR: '2' })).toEqual({ brokers: expect.anything(), ssl: true, replicationFactor: 2 });
    const user = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'parley', KAFKA_SASL_PASSWORD: 'secret' };
    expect(load({ KAFKA_BROKERS, ...user, KAFKA_SSL_CA: ca })).toMatchObject({
      sasl: { mechanism: 'scram-sha-512', username: 'parley', password: 'secret' },
      ssl: { ca: '-----BEGIN CERTIFICATE-----\n' },
    });
  });

  it.each(['PLAIN', 'SCRAM-SHA-256', 'Scram-Sha-512'])('know %s in whatever case', (mechanism) => {
    const user = { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: 'parley', KAFKA_SASL_PASSWORD: 'secret' };
    expect(load({ KAFKA_BROKERS, ...user })).toMatchObject({ sasl: { mechanism: mechanism.toLowerCase() } });
  });

  it.each([
    [{ KAFKA_BROKERS: 'nothing' }, ['KAFKA_BROKERS']],
    [{ KAFKA_BROKERS: 'kafka://one:9092' }, ['KAFKA_BROKERS']],
    [{ KAFKA_SASL_MECHANISM: 'gssapi' }, ['KAFKA_SASL_MECHANISM']],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']],
    [{ KAFKA_SASL_USERNAME: 'parley' }, ['KAFKA_SASL_MECHANISM']],
    [{ KAFKA_SSL: 'yes' }, ['KAFKA_SSL']],
    [{ KAFKA_SSL_CA: '/no/such/file' }, ['KAFKA_SSL_CA']],
    [{ KAFKA_REPLICATION_FACTOR: '0' }, ['KAFKA_REPLICATION_FACTOR']],
  ])('refuse %o and name what to change', (env, names) => expect(named(env)).toEqual(names));
});
