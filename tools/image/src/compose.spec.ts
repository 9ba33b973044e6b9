import { GatewaySettings } from '@parley/agent-gateway/settings';
import { ChannelIngestionSettings } from '@parley/channel-ingestion/settings';
import { ConversationSettings } from '@parley/conversation/settings';
import { RoutingSettings } from '@parley/routing/settings';
import { loadSettings } from '@parley/service-kit';
import { simulatorConfig } from '@parley/simulator/config';
import { WrapUpReportingSettings } from '@parley/wrap-up-reporting/settings';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { type ComposeService, Missing, readComposeFile } from './compose-file';

const root = join(__dirname, '..', '..', '..');
const composeFile = join(root, 'docker-compose.yml');
const demo = parseEnv(spawnSync('sh', [join(root, 'tools', 'image', 'demo-env.sh')], { encoding: 'utf8' }).stdout) as Record<string, string>;
const { services, networks, volumes } = readComposeFile(composeFile, demo);

const schemas: Record<string, { readonly settings: z.ZodObject; readonly port: string }> = {
  'agent-gateway': { settings: GatewaySettings, port: 'PORT' },
  'channel-ingestion': { settings: ChannelIngestionSettings, port: 'CHANNEL_INGESTION_PORT' },
  conversation: { settings: ConversationSettings, port: 'CONVERSATION_PORT' },
  routing: { settings: RoutingSettings, port: 'ROUTING_PORT' },
  'wrap-up-reporting': { settings: WrapUpReportingSettings, port: 'WRAP_UP_REPORTING_PORT' },
};
const programs = Object.entries(services).filter(([, { build }]) => build !== undefined);
const engines = ['postgres', 'kafka', 'kurrentdb'];

const environment = ({ environment: given }: ComposeService) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));

/** Every service of apps/: those with a program. */
const apps = readdirSync(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'src', 'main.ts')));

describe('docker-compose.yml', () => {
  it('runs every service, the simulator only when it is asked for, and the engines', () => {
    expect(Object.keys(schemas).sort()).toEqual([...apps].sort());
    expect(Object.keys(services).sort()).toEqual([...apps, 'simulator', 'migrate', ...engines].sort());
    expect(Object.entries(services).flatMap(([name, { profiles }]) => (profiles ? [{ name, profiles }] : []))).toEqual([{ name: 'simulator', profiles: ['simulator'] }]);
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
        kafka: { condition: 'service_healthy' },
        kurrentdb: { condition: 'service_healthy' },
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
    for (const name of [...engines, 'migrate']) expect(services[name]!.networks).toEqual(['engines']);
  });

  it.each(programs)('lets %s do little: no root, no writing, no new rights', (_name, service) => {
    expect(service).toMatchObject({ init: true, read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], tmpfs: [expect.stringMatching(/^\/tmp:/)] });
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toMatch(/^USER 1000:1000$/m);
  });

  it('keeps what must outlive a container, and only that', () => {
    const kept = Object.values(services).flatMap((service) => service.volumes ?? []).map((volume) => volume.split(':')[0]!).filter((name) => !name.startsWith('.'));
    expect([...new Set(kept)].sort()).toEqual(Object.keys(volumes).sort());
    for (const name of engines) expect(services[name]!.volumes?.[0]).toMatch(new RegExp(`^${name}:/var/lib/`));
  });

  it('pins every image', () => {
    for (const name of engines) expect(services[name]!.image).toMatch(/:\d+/);
  });
});

describe('a start that lacks something', () => {
  const without = (name: string) => () => readComposeFile(composeFile, { ...demo, [name]: '' });

  it.each(['POSTGRES_PASSWORD', 'AUTH_JWT_SECRET', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_ACCESS_TOKEN'])('is refused for %s, in words', (name) => {
    expect(without(name)).toThrow(new Missing(`${name}: ${/\?([^}]*)/.exec(readFileSync(composeFile, 'utf8').split(`\${${name}:`)[1]!)![1]}`));
    expect(readFileSync(join(root, '.env.example'), 'utf8')).toMatch(new RegExp(`^${name}=$`, 'm'));
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
