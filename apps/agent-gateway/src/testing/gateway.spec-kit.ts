import { mkdtemp, writeFile, mkdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { scryptSync } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ContactCenterConfig } from '@parley/contracts';
import { InMemoryMessageBus, type MessageBus, pause } from '@parley/event-sourcing';
import { ContactCenter, createLogger } from '@parley/service-kit';
import { GatewaySettings } from '../agent-gateway.config';
import { createGateway } from '../agent-gateway.module';
import type { ServiceName } from '../proxy/proxied-paths';
import { json, StandIn } from './stand-in.spec-kit';

export const SECRET = 'a secret of the specs, long enough';
export const PASSWORD = 'correct horse battery staple';

const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

function passwordHash(password: string): string {
  const salt = Buffer.from('a salt of 16 b..');
  const hash = scryptSync(password, salt, 32, { cost: 2 ** 15, blockSize: 8, parallelization: 1, maxmem: 64 * 1024 * 1024 });
  return `$scrypt$ln=15,r=8,p=1$${base64(salt)}$${base64(hash)}`;
}

const agent = (id: string, name: string, roles: string[]) => ({ id, name, roles, passwordHash: passwordHash(PASSWORD) });

export const contactCenter = new ContactCenter(
  ContactCenterConfig.parse({
    numbers: [{ phoneNumberId: '1', displayNumber: '+1 555 010 0001', queue: 'support' }],
    queues: [{ id: 'support', name: 'Support', agents: ['ana', 'ben'] }],
    agents: [agent('ana', 'Ana López', ['agent']), agent('ben', 'Ben Ito', ['agent']), agent('sue', 'Sue Park', ['supervisor'])],
    wrapUp: { defaultReason: 'none-given', reasons: [{ id: 'none-given', name: { en: 'None given', es: 'Sin motivo' } }] },
  }),
);

/** The gateway on a port of its own, with stand-ins for the services behind it. */
export class GatewayUnderTest {
  readonly services: Readonly<Record<ServiceName, StandIn>> = {
    'channel-ingestion': new StandIn(),
    conversation: new StandIn(),
    routing: new StandIn(),
    'wrap-up-reporting': new StandIn(),
  };
  url = '';
  private app: NestFastifyApplication | undefined;
  private desktop = '';

  constructor(
    readonly bus: MessageBus = new InMemoryMessageBus(),
    private readonly more: Readonly<Record<string, string>> = {},
  ) {}

  async start(): Promise<this> {
    await Promise.all(Object.values(this.services).map((service) => service.start()));
    const { routing } = this.services;
    const everyone = `/internal/gateways/${encodeURIComponent(`${hostname()}:3000`)}/connections`;
    routing.on(everyone, (_request, response) => json(response, 204, {}));
    for (const id of ['ana', 'ben', 'sue']) {
      routing.on(`/internal/agents/${id}/sign-in`, (_request, response) => json(response, 200, {}));
      routing.on(`/internal/agents/${id}/connection`, (_request, response) => json(response, 204, {}));
    }
    this.desktop = await desktopFiles();
    const settings = GatewaySettings.parse({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      CONTACT_CENTER_CONFIG: 'none',
      AUTH_JWT_SECRET: SECRET,
      DESKTOP_DIR: this.desktop,
      CHANNEL_INGESTION_URL: this.services['channel-ingestion'].url,
      CONVERSATION_URL: this.services.conversation.url,
      ROUTING_URL: this.services.routing.url,
      WRAP_UP_REPORTING_URL: this.services['wrap-up-reporting'].url,
      ...this.more,
    });
    this.app = await createGateway({ settings, contactCenter, logger: createLogger('spec', 'silent'), bus: this.bus });
    await this.app.listen(0, '127.0.0.1');
    this.url = await this.app.getUrl();
    while (!routing.received.some(({ url }) => url === everyone)) await pause(2);
    return this;
  }

  async stop(): Promise<void> {
    await this.app?.close();
    await this.bus.close();
    await Promise.all(Object.values(this.services).map((service) => service.stop()));
    await rm(this.desktop, { recursive: true, force: true });
  }

  call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { redirect: 'manual', ...init });
  }
}

async function desktopFiles(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-desktop-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Parley</title>');
  await writeFile(join(folder, 'assets/index-B1a2C3d4.js'), 'export {};');
  return folder;
}
