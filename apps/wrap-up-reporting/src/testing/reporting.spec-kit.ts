import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { cloudEventHeaders, type AgentEvent, TOPICS } from '@parley/contracts';
import { derivedId, type MessageBus } from '@parley/event-sourcing';
import { createMessageBus } from '@parley/message-bus';
import { migrate, openPool } from '@parley/read-store';
import { createTestDatabase } from '@parley/read-store/testing';
import { createLogger, loadSettings, parseContactCenter, signAccessToken } from '@parley/service-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { MIGRATIONS } from '../migrations';
import { SCHEMA, WrapUpReportingSettings } from '../wrap-up-reporting.config';
import { createReportingService } from '../wrap-up-reporting.service';
import { asRecords, type Story } from './story.spec-kit';

const SECRET = 'a secret of thirty-two bytes or more';
const contactCenter = parseContactCenter(`
numbers: [{ phoneNumberId: "100000000000001", displayNumber: "+1 555 010 0001", queue: support }]
queues: [{ id: support, name: Support, agents: [ana, ben] }, { id: sales, name: Sales, agents: [ben] }]
agents:
  - { id: ana, name: Ana López }
  - { id: ben, name: Ben }
  - { id: sofia, name: Sofía, roles: [supervisor] }
  - { id: andy, name: Andy, roles: [analyst] }
wrapUp:
  defaultReason: none-given
  reasons: [{ id: resolved, name: { en: Resolved, es: Resuelto } }, { id: none-given, name: { en: None given, es: Sin motivo } }]
`);

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, unknown>;
  readonly body: { readonly items: Record<string, unknown>[]; readonly before?: string; readonly detail?: string; readonly code?: string };
}

/** The running service on a fresh database, with the real bus. */
export interface Reporting {
  readonly pool: Pool;
  readonly bus: MessageBus;
  /** The events are in the topic; their facts come. */
  publish(...stories: readonly Story[]): Promise<void>;
  publishAgent(position: number, event: AgentEvent): Promise<void>;
  ask(path: string, options?: { as?: string; accept?: string; language?: string }): Promise<Answer>;
  /** Resolves when every event of `stories` is in the facts. */
  counted(...stories: readonly Story[]): Promise<void>;
  close(): Promise<void>;
}

export async function startReporting(): Promise<Reporting> {
  const database = await createTestDatabase();
  const { databaseUrl } = database;
  const settings = loadSettings(WrapUpReportingSettings, { DATABASE_URL: databaseUrl, CONTACT_CENTER_CONFIG: 'here', AUTH_JWT_SECRET: SECRET });
  await migrate(databaseUrl, SCHEMA, MIGRATIONS);
  const bus = await createMessageBus({ databaseUrl, applicationName: 'spec' });
  const pool = openPool({ databaseUrl, applicationName: 'spec', schema: SCHEMA });
  const { app, close } = await createReportingService({ settings, contactCenter, logger: createLogger('wrap-up-reporting', 'silent'), bus });
  await app.init();
  return {
    pool,
    bus,
    publish: async (...stories) => void (await bus.publish(TOPICS.conversationEvents, asRecords(stories.flatMap(({ events }) => events)))),
    publishAgent: async (position, event) => {
      const stored = { id: derivedId('agent-event', position), type: event.type, revision: position, position, recordedAt: event.at };
      await bus.publish(TOPICS.agentEvents, [{ key: event.agentId, value: event, headers: cloudEventHeaders('/routing', event.agentId, stored) }]);
    },
    ask: (path, options) => ask(app, path, options),
    counted: async (...stories) => {
      for (const story of stories) await until(`all of ${story.id}`, () => isCounted(pool, story));
    },
    close: async () => {
      await close();
      await bus.close();
      await pool.end();
      await database.drop();
    },
  };
}

async function isCounted(pool: Pool, { id, last }: Story): Promise<true | undefined> {
  const { rows } = await pool.query('select from conversation_fact where conversation_id = $1 and revision >= $2', [id, last.revision]);
  return rows.length === 1 ? true : undefined;
}

async function ask(app: NestFastifyApplication, path: string, { as = 'andy', accept = 'application/json', language = 'en' } = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${await signAccessToken(SECRET, as)}`, accept, 'accept-language': language };
  const { statusCode: status, body: text, headers: sent } = await app.inject({ method: 'GET', url: `/api/${path}`, headers });
  const isJson = String(sent['content-type']).includes('json');
  return { status, text, headers: sent, body: (isJson ? JSON.parse(text) : { items: [] }) as Answer['body'] };
}

/** Waits for a condition, not for a time. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 30_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}
