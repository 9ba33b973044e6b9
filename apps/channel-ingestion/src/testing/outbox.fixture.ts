import { type ChannelInbound, cloudEventHeaders, type OutboundResult, type SentTemplate, TOPICS } from '@parley/contracts';
import { type BusRecord, InMemoryBroker, InMemoryMessageBus, type NewRecord } from '@parley/event-sourcing';
import { migrate, openPool } from '@parley/read-store';
import { createTestDatabase } from '@parley/read-store/testing';
import { createLogger } from '@parley/service-kit';
import { Dispatcher } from '../outbound/dispatcher.service';
import { GraphClient } from '../outbound/graph/graph.client';
import { OutboundIntake } from '../outbound/outbound.intake';
import { OUTBOX_MIGRATIONS, OUTBOX_SCHEMA } from '../outbound/outbox/outbox.migrations';
import { OutboxReports } from '../outbound/outbox/outbox.reports';
import { OutboxStore } from '../outbound/outbox/outbox.store';

export const NUMBER = '300000000000001';

let events = 0;

/** `MessageSent` as the conversation's log publishes it. */
export function messageSent(messageId: string, text: string, { to = { phone: '+12025550101' } as { phone?: string; bsuid?: string }, conversationId = 'c1', sentAt = new Date().toISOString(), template = undefined as SentTemplate | undefined } = {}): NewRecord {
  const event = { type: 'MessageSent' as const, messageId, messageType: 'text' as const, text, legId: 'leg', agentId: 'ana', agentName: 'Ana', phoneNumberId: NUMBER, to, sentAt, ...(template && { template }) };
  events += 1;
  const headers = cloudEventHeaders('conversation', conversationId, { id: `e${events}`, type: event.type, revision: events, position: events, recordedAt: sentAt });
  return { key: conversationId, value: event, headers };
}

export const asBusRecord = (record: NewRecord): BusRecord => ({ headers: {}, ...record, topic: TOPICS.conversationEvents, partition: 0, offset: 0, publishedAt: new Date().toISOString() });

const UNTIL_MAX_MS = 15_000;

/** Resolves when `condition` holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const startedAtMs = performance.now();
  while (!(await condition())) {
    if (performance.now() - startedAtMs > UNTIL_MAX_MS) throw new Error(`waited in vain for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** An outbox in a database of its own, with as many dispatchers as are asked for. */
export async function openOutbox(graphUrl: () => string) {
  const database = await createTestDatabase();
  await migrate(database.databaseUrl, OUTBOX_SCHEMA, OUTBOX_MIGRATIONS);
  const pool = openPool({ databaseUrl: database.databaseUrl, applicationName: 'spec', schema: OUTBOX_SCHEMA });
  const broker = new InMemoryBroker({ partitions: 1 });
  const bus = new InMemoryMessageBus(broker);

  const open = (name: string, given: { sendTimeoutMs?: number; uncertainHoldMs?: number; messagesPerSecond?: number } = {}) => {
    const { sendTimeoutMs = 5_000, uncertainHoldMs = 60_000, messagesPerSecond = 1_000 } = given;
    const store = new OutboxStore(pool, name);
    const graph = new GraphClient({
      WHATSAPP_GRAPH_URL: graphUrl(),
      WHATSAPP_GRAPH_VERSION: 'v26.0',
      WHATSAPP_ACCESS_TOKEN: 'token',
      WHATSAPP_APP_SECRET: ['secret'],
      WHATSAPP_APP_SECRET_PROOF: 'off',
      WHATSAPP_SEND_TIMEOUT_MS: sendTimeoutMs,
    });
    const dispatcher = new Dispatcher({ store, reports: new OutboxReports(pool, bus, name), graph, logger: createLogger('spec', 'silent'), callsMax: 32, messagesPerSecond, sendTimeoutMs, uncertainHoldMs });
    const intake = new OutboundIntake(store, { asked: () => dispatcher.wake(), settled: () => dispatcher.wakeReports() });
    const ask = (...records: NewRecord[]) => intake.ask(records.map(asBusRecord));
    return { store, dispatcher, intake, ask, close: async () => (await dispatcher.stop(), graph.close()) };
  };

  return {
    pool,
    bus,
    open,
    reported: () => broker.log.topic(TOPICS.channelInbound).flat().map(({ value }) => value as ChannelInbound as OutboundResult),
    keys: () => broker.log.topic(TOPICS.channelInbound).flat().map(({ key }) => key),
    rows: async () => (await pool.query<{ message_id: string; state: string; attempts: number; error_code: string | null; wamid: string | null }>('select * from outbox order by sequence')).rows,
    close: async () => {
      await bus.close();
      await pool.end();
      await database.drop();
    },
  };
}
