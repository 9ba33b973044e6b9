import {
  AGENT_EVENTS,
  ChannelInbound,
  CONVERSATION_EVENTS,
  type ConversationCommand,
  type ConversationEventType,
  type AgentEventType,
  InboundMessage,
  InboundNotice,
  InboundStatus,
  OfferConversation,
  OutboundResult,
  ReleaseAgent,
  TOPICS,
  WithdrawOffer,
} from '@parley/contracts';
import type { z } from 'zod';
import { type JsonSchema, jsonSchema } from './json-schemas';

interface TopicDescription {
  readonly address: string;
  readonly description: string;
  readonly key: string;
  readonly messages: Readonly<Record<string, z.ZodType>>;
}

const CHANNELS: Readonly<Record<string, TopicDescription>> = {
  conversationEvents: {
    address: TOPICS.conversationEvents,
    description: 'Everything that happens in a conversation, as stored.',
    key: 'the conversation’s id',
    messages: CONVERSATION_EVENTS satisfies Record<ConversationEventType, z.ZodType>,
  },
  agentEvents: {
    address: TOPICS.agentEvents,
    description: 'Everything that happens to an agent, as stored; each event says all that is true after it.',
    key: 'the agent’s id',
    messages: AGENT_EVENTS satisfies Record<AgentEventType, z.ZodType>,
  },
  channelInbound: {
    address: TOPICS.channelInbound,
    description: 'Everything that WhatsApp told us.',
    key: 'business number and customer',
    messages: { InboundMessage, InboundStatus, OutboundResult, InboundNotice } satisfies Record<string, (typeof ChannelInbound)['options'][number]>,
  },
  conversationCommands: {
    address: TOPICS.conversationCommands,
    description: 'What routing asks of a conversation.',
    key: 'the conversation’s id',
    messages: { OfferConversation, WithdrawOffer, ReleaseAgent } satisfies Record<ConversationCommand['type'], z.ZodType>,
  },
};

/** The JSON Schemas (2020-12) of all records of all topics, by type. */
export function eventSchemas(): Readonly<Record<string, JsonSchema>> {
  const schemas = Object.values(CHANNELS).flatMap(({ messages }) =>
    Object.entries(messages).map(([type, schema]): [string, JsonSchema] => [
      type,
      { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `/api/schemas/events/${type}.json`, title: type, ...jsonSchema(schema) },
    ]),
  );
  return Object.fromEntries(schemas);
}

const text = (description: string) => ({ type: 'string', description });

/** CloudEvents 1.0, binary mode of the Kafka protocol binding. */
const CLOUD_EVENT_HEADERS = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_subject', 'ce_revision', 'ce_position'],
  properties: {
    'content-type': { const: 'application/json' },
    ce_specversion: { const: '1.0' },
    ce_id: text('Names the event; the same event delivered again has the same id'),
    ce_type: text('The event’s type'),
    ce_source: text('The service that recorded it'),
    ce_time: { ...text('When the log took it, UTC'), format: 'date-time' },
    ce_subject: text('The conversation’s or agent’s id'),
    ce_revision: text('Place in its stream, 0 for the first'),
    ce_position: text('Place in the whole log; rises'),
  },
};

/** The AsyncAPI 3 document of all topics. */
export function asyncApiDocument(version: string): object {
  const cloudEvents = new Set<string>([TOPICS.conversationEvents, TOPICS.agentEvents]);
  const channels = Object.entries(CHANNELS);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Parley',
      version,
      description:
        'Events are CloudEvents in binary mode. Per key the order is the order of the stream; a record may come more than once. A record that cannot be processed goes to `<topic>.dlq` with its reason.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      channels.map(([name, { address, description, key, messages }]) => [
        name,
        {
          address,
          description: `${description} Key: ${key}.`,
          messages: Object.fromEntries(Object.keys(messages).map((type) => [type, { $ref: `#/components/messages/${type}` }])),
        },
      ]),
    ),
    operations: Object.fromEntries(
      channels.map(([name]) => [`publish-${name}`, { action: 'send', channel: { $ref: `#/channels/${name}` }, summary: 'Parley publishes here' }]),
    ),
    components: {
      messages: Object.fromEntries(
        channels.flatMap(([, { address, messages }]) =>
          Object.entries(messages).map(([type, schema]) => [type, message(type, schema, cloudEvents.has(address))]),
        ),
      ),
    },
  };
}

const message = (type: string, schema: z.ZodType, isCloudEvent: boolean) => ({
  name: type,
  title: type,
  contentType: 'application/json',
  ...(isCloudEvent && { headers: CLOUD_EVENT_HEADERS }),
  externalDocs: { url: `/api/schemas/events/${type}.json`, description: 'The same schema by itself' },
  payload: { schemaFormat: 'application/schema+json;version=draft-2020-12', schema: jsonSchema(schema) },
});
