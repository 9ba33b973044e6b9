import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { cloudEventHeaders, type ConversationCommand, type ConversationEvent, type Me, type PublishedAgentEvent, readAgentEvent, TOPICS } from '@parley/contracts';
import { type BusRecord, pause } from '@parley/event-sourcing';
import { createPostgresEventStore, type PostgresEventStore } from '@parley/event-store';
import { createPostgresMessageBus, type PostgresMessageBus } from '@parley/message-bus';
import { migrate } from '@parley/read-store';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { ContactCenter, createLogger, loadSettings, RELEASED_HEADER, SERVICE_TOKEN_HEADER, serviceToken, signAccessToken } from '@parley/service-kit';
import { Routing1795000000000 } from '../migrations/1795000000000-routing.migration';
import { RoutingSettings, SCHEMA } from '../routing.config';
import { createRoutingService, type RoutingService } from '../routing.service';
import { config } from './given.testing';

const SECRET = 'a secret for specs that is long enough';

/** Routing on a real PostgreSQL that is log and broker, and its neighbours played by the spec. */
export class RoutingTrial {
  readonly commands: ConversationCommand[] = [];
  readonly agentEvents: PublishedAgentEvent[] = [];
  readonly running: RoutingService[] = [];
  private position = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    readonly bus: PostgresMessageBus,
  ) {}

  static async open(): Promise<RoutingTrial> {
    const database = await createTestDatabase();
    const { databaseUrl } = database;
    const applicationName = 'routing-spec';
    await migrate(databaseUrl, SCHEMA, [Routing1795000000000]);
    const store = await createPostgresEventStore({ databaseUrl, applicationName });
    const bus = await createPostgresMessageBus({ databaseUrl, applicationName });
    const trial = new RoutingTrial(database, store, bus);
    const keep = (topic: string, note: (record: BusRecord) => void) =>
      bus.consume({ topics: [topic], group: 'spec', onBatch: async (records) => records.forEach(note) }).ready;
    await keep(TOPICS.conversationCommands, ({ value }) => void trial.commands.push(value as ConversationCommand));
    await keep(TOPICS.agentEvents, (record) => void trial.agentEvents.push(readAgentEvent(record)!));
    return trial;
  }

  /** One process of routing. */
  async start(): Promise<NestFastifyApplication> {
    const { store, bus } = this;
    const service = await createRoutingService({ settings: this.settings, contactCenter: new ContactCenter({ ...config, connectionGraceSeconds: 1 }), logger: createLogger('routing', 'silent'), store, bus });
    this.running.push(service);
    await service.app.init();
    await service.app.getHttpAdapter().getInstance().ready();
    return service.app;
  }

  /** All processes of routing have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map(({ close }) => close()));
  }

  async close(): Promise<void> {
    await this.stop();
    await this.bus.close();
    await this.store.close();
    await this.database.drop();
  }

  async happens([conversationId, event]: readonly [string, ConversationEvent]): Promise<void> {
    this.position += 1;
    await this.publish(conversationId, event, this.position);
  }

  async publish(conversationId: string, event: ConversationEvent, position: number): Promise<void> {
    const stored = { id: `e${position}`, type: event.type, revision: position, position, recordedAt: new Date().toISOString() };
    await this.bus.publish(TOPICS.conversationEvents, [{ key: conversationId, value: event, headers: cloudEventHeaders('/spec', conversationId, stored) }]);
  }

  async call<T = Me>(app: NestFastifyApplication, agentId: string, request: { method?: 'GET' | 'PUT'; url: string; body?: object; released?: string }): Promise<{ status: number; body: T }> {
    const authorization = `Bearer ${await signAccessToken(SECRET, agentId)}`;
    const { method = 'GET', url, body, released } = request;
    const answer = await app.inject({ method, url, headers: { authorization, ...(released && { [RELEASED_HEADER]: released }) }, ...(body && { payload: body }) });
    return { status: answer.statusCode, body: answer.json<T>() };
  }

  async internal(app: NestFastifyApplication, method: 'POST' | 'DELETE', url: string, payload?: object): Promise<{ status: number; body: string }> {
    const answer = await app.inject({ method, url, headers: { [SERVICE_TOKEN_HEADER]: serviceToken(this.settings) }, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.body };
  }

  setState(app: NestFastifyApplication, agentId: string, body: object): Promise<{ status: number; body: Me }> {
    return this.call(app, agentId, { method: 'PUT', url: '/api/me/state', body });
  }

  private get settings(): RoutingSettings {
    return loadSettings(RoutingSettings, { DATABASE_URL: this.database.databaseUrl, CONTACT_CENTER_CONFIG: 'given', AUTH_JWT_SECRET: SECRET, DATABASE_POOL_MAX: '4' });
  }
}

/** What `find` answers, once it answers something. */
export async function eventually<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await pause(10);
  }
}
