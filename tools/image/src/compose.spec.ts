import { GatewaySettings } from '@parley/agent-gateway/settings';
import { ChannelIngestionSettings } from '@parley/channel-ingestion/settings';
import { ConversationSettings } from '@parley/conversation/settings';
import { RoutingSettings } from '@parley/routing/settings';
import { loadSettings } from '@parley/service-kit';
import { simulatorConfig } from '@parley/simulator/config';
import { WrapUpReportingSettings } from '@parley/wrap-up-reporting/settings';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { type ComposeService, Missing, readComposeFile, readEnv, started } from './compose-file';

const root = join(__dirname, '..', '..', '..');
const composeFile = join(root, 'docker-compose.yml');
const folder = mkdtempSync(join(tmpdir(), 'parley-compose-'));
const envFile = join(folder, '.env');
const makeEnv = () => spawnSync('sh', [join(root, 'tools', 'image', 'demo-env.sh'), envFile], { encoding: 'utf8' });
makeEnv();
const demo = readEnv(envFile);
const { services, networks, volumes } = readComposeFile(composeFile, demo);
afterAll(() => rmSync(folder, { recursive: true }));

const schemas: Record<string, { readonly settings: z.ZodObject; readonly port: string }> = {
  'agent-gateway': { settings: GatewaySettings, port: 'PORT' },
  'channel-ingestion': { settings: ChannelIngestionSettings, port: 'CHANNEL_INGESTION_PORT' },
  conversation: { settings: ConversationSettings, port: 'CONVERSATION_PORT' },
  routing: { settings: RoutingSettings, port: 'ROUTING_PORT' },
  'wrap-up-reporting': { settings: WrapUpReportingSettings, port: 'WRAP_UP_REPORTING_PORT' },
};
const programs = Object.entries(services).filter(([, { image }]) => image?.startsWith('parley:'));
const engines = ['postgres', 'kafka', 'kurrentdb'];

const environment = ({ environment: given }: ComposeService) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));

/** Every service of apps/: those with a program. */
const apps = readdirSync(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'src', 'main.ts')));

describe('docker-compose.yml', () => {
  it('runs every service, and the simulator and the engines when they are asked for', () => {
    expect(Object.keys(schemas).sort()).toEqual([...apps].sort());
    expect(Object.keys(services).sort()).toEqual([...apps, 'simulator', 'migrate', ...engines].sort());
    const asked = Object.entries(services).flatMap(([name, { profiles }]) => (profiles ? [{ name, profiles }] : []));
    expect(asked).toEqual(['simulator', ...engines].map((name) => ({ name, profiles: [name] })));
    expect(Object.keys(started({ services, networks, volumes }, demo))).toEqual(Object.keys(services));
  });

  it('builds the image of all its programs once', () => {
    expect(new Set(programs.map(([, { image }]) => image)).size).toBe(1);
    expect(programs.filter(([, { build }]) => build !== undefined).map(([name]) => name)).toEqual(['migrate']);
  });

  describe.each(Object.entries(schemas))('%s', (name, { settings, port }) => {
    const service = services[name]!;
    const env = environment(service);

    it('is told all that it needs, and nothing that it does not know', () => {
      const told = loadSettings(settings, env) as Record<string, unknown>;
      expect(Object.keys(env).filter((variable) => !(variable in settings.shape))).toEqual([]);
      expect(told).toMatchObject({ HOST: '0.0.0.0', AUTH_MODE: 'local', CONTACT_CENTER_CONFIG: '/etc/parley/contact-center.yaml' });
    });

    it('runs what the image has, and is healthy when it is ready at its own port', () => {
      expect(service.command).toEqual(['node', `apps/${name}/dist/main.js`]);
      expect(service.healthcheck?.test).toEqual(['CMD', 'node', 'tools/image/healthy.mjs', `http://127.0.0.1:${env[port]}/health/ready`]);
    });

    it('waits for the engines and for the migrations', () => {
      expect(service.depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        kafka: { condition: 'service_healthy', required: false },
        kurrentdb: { condition: 'service_healthy', required: false },
      });
      expect(service.networks).toEqual(['default', 'engines']);
    });
  });

  it('says to each service where the others are', () => {
    for (const name of apps) {
      const env = environment(services[name]!);
      const { port } = schemas[name]!;
      const address = `${name.toUpperCase().replaceAll('-', '_')}_URL`;
      for (const other of apps) if (address in services[other]!.environment) expect(services[other]!.environment[address]).toBe(`http://${name}:${env[port]}`);
    }
  });

  it('gives the engines\u2019 addresses to the migrations as to the services', () => {
    const given = environment(services['migrate']!);
    const names = ['DATABASE_URL', 'KAFKA_BROKERS', 'EVENTSTORE_URL'];
    expect(Object.keys(given).sort()).toEqual([...names].sort());
    for (const name of apps) expect(environment(services[name]!)).toMatchObject(given);
    for (const [name, engine] of names.map((variable, at) => [variable, engines[at]!] as const)) expect(given[name]).toMatch(new RegExp(`(^|[/@])${engine}:\\d+`));
  });

  it('sends the simulator\u2019s webhooks to the gateway, and messages to the simulator', () => {
    const { webhookUrl, port } = simulatorConfig({ ...environment(services['simulator']!), CONTACT_CENTER_CONFIG: join(root, demo['CONTACT_CENTER_CONFIG']!) });
    expect(webhookUrl).toBe('http://agent-gateway:3000/webhooks/whatsapp');
    expect(services['channel-ingestion']!.environment['WHATSAPP_GRAPH_URL']).toBe(`http://simulator:${port}`);
  });

  it('gives WhatsApp\u2019s credentials to nobody who does not need them', () => {
    const knowing = Object.keys(services).filter((name) => 'WHATSAPP_ACCESS_TOKEN' in services[name]!.environment);
    expect(knowing.sort()).toEqual(['channel-ingestion', 'simulator']);
  });

  it('opens two ports, on this machine only, and none of an engine', () => {
    const open = Object.entries(services).flatMap(([name, { ports }]) => (ports ? [{ name, ports }] : []));
    expect(open).toEqual([
      { name: 'agent-gateway', ports: ['127.0.0.1:3000:3000'] },
      { name: 'simulator', ports: ['127.0.0.1:3005:3005'] },
    ]);
    expect(networks['engines']).toEqual({ internal: true });
    for (const name of engines) expect(services[name]!.networks).toEqual(['engines']);
  });

  it.each(programs)('lets %s do little: no root, no writing, no new rights', (_name, service) => {
    expect(service).toMatchObject({ init: true, read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], tmpfs: [expect.stringMatching(/^\/tmp:/)] });
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toMatch(/^USER 1000:1000$/m);
  });

  it('keeps what must outlive a container, and only that', () => {
    const kept = Object.values(services).flatMap((service) => service.volumes ?? []).flatMap((volume) => (typeof volume === 'string' ? [volume.split(':')[0]!] : []));
    expect([...new Set(kept)].sort()).toEqual(Object.keys(volumes).sort());
    for (const name of engines) expect(services[name]!.volumes?.[0]).toMatch(new RegExp(`^${name}:/var/lib/`));
  });

  it('gives everyone the same configuration, and makes no folder where the file is missing', () => {
    const mounts = [...apps, 'simulator'].map((name) => services[name]!.volumes?.find((volume) => typeof volume !== 'string'));
    for (const mount of mounts)
      expect(mount).toEqual({ type: 'bind', source: demo['CONTACT_CENTER_CONFIG'], target: '/etc/parley/contact-center.yaml', read_only: true, bind: { create_host_path: false } });
  });

  it('looks at Kafka once a minute, as each look starts a JVM, and gives up on a database that refuses the migrations', () => {
    expect(services['kafka']!.healthcheck).toMatchObject({ interval: '60s', start_interval: '5s' });
    expect(services['migrate']!.restart).toBe('on-failure:5');
  });

  it('pins every image', () => {
    for (const name of engines) expect(services[name]!.image).toMatch(/:\d+/);
  });
});

describe('docker-compose.yml with engines of one\u2019s own', () => {
  it.each([
    ['all elsewhere', { COMPOSE_PROFILES: '', DATABASE_URL: 'postgres://u:p@db.example/parley', KAFKA_BROKERS: 'kafka.example:9094', EVENTSTORE_URL: 'esdb://events.example:2113' }],
    ['everything in a PostgreSQL here', { COMPOSE_PROFILES: 'postgres', KAFKA_BROKERS: '', EVENTSTORE_URL: '' }],
  ])('names, waits for and starts none that is not there: %s', (_what, given) => {
    const env = readEnv(envFile, given);
    const file = readComposeFile(composeFile, env);
    const running = started(file, env);
    const absent = engines.filter((engine) => !(engine in running));
    expect(absent).toEqual(engines.filter((engine) => engine !== env['COMPOSE_PROFILES']));
    for (const service of Object.values(running)) {
      for (const [name, { required }] of Object.entries(service.depends_on ?? {})) expect(name in running || required === false).toBe(true);
      for (const value of Object.values(service.environment)) for (const engine of absent) expect(String(value)).not.toMatch(new RegExp(`(^|[/@])${engine}:\\d`));
    }
    for (const [name, { settings }] of Object.entries(schemas)) expect(() => loadSettings(settings, environment(running[name]!))).not.toThrow();
    for (const name of [...apps, 'migrate']) expect(running[name]!.networks).toContain('default');
    expect(file.networks['default']).toBeUndefined();
  });

  it('hands on who signs in to that Kafka, and how', () => {
    const given = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'parley', KAFKA_SASL_PASSWORD: 'secret', KAFKA_SSL: 'true', KAFKA_REPLICATION_FACTOR: '3' };
    const file = readComposeFile(composeFile, { ...demo, ...given });
    for (const name of apps) expect(file.services[name]!.environment).toMatchObject(given);
  });
});

describe('the .env of a trial', () => {
  it('is read by its owner only, and left alone when it is there', () => {
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
    const again = makeEnv();
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('is there already') });
    expect(readEnv(envFile)).toEqual(demo);
  });
});

describe('a start that lacks something', () => {
  const without = (name: string) => () => readComposeFile(composeFile, { ...demo, [name]: '' });

  it('is refused for POSTGRES_PASSWORD, in words, where the address needs it', () => {
    expect(() => readEnv(join(root, '.env.example'))).toThrow(new Missing('POSTGRES_PASSWORD: letters and digits, see .env.example'));
    expect(readEnv(join(root, '.env.example'), { POSTGRES_PASSWORD: demo['POSTGRES_PASSWORD']! })['DATABASE_URL']).toBe(demo['DATABASE_URL']);
  });

  it.each(['DATABASE_URL', 'AUTH_JWT_SECRET', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_ACCESS_TOKEN'])('is refused for %s, in words', (name) => {
    expect(without(name)).toThrow(new Missing(`${name}: ${/\?([^}]*)/.exec(readFileSync(composeFile, 'utf8').split(`\${${name}:`)[1]!)![1]}`));
    expect(readFileSync(join(root, '.env.example'), 'utf8')).toMatch(new RegExp(`^${name}=`, 'm'));
  });

  it('is refused with the demo\u2019s secrets and the real Graph address', () => {
    const real = readComposeFile(composeFile, { ...demo, WHATSAPP_GRAPH_URL: '' }).services['channel-ingestion']!;
    expect(real.environment['WHATSAPP_GRAPH_URL']).toBe('https://graph.facebook.com');
    expect(() => loadSettings(ChannelIngestionSettings, environment(real))).toThrow('WHATSAPP_APP_SECRET: is a demo value');
  });

  it('has secrets of its own for a trial', () => {
    expect(demo['AUTH_JWT_SECRET']).toMatch(/^[0-9a-f]{64}$/);
    expect(demo['POSTGRES_PASSWORD']).not.toBe(demo['AUTH_JWT_SECRET']);
  });
});
