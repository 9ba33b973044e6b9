import { MIGRATIONS as CHANNEL_INGESTION, SCHEMA as CHANNEL_INGESTION_SCHEMA } from '@parley/channel-ingestion/migrations';
import { MIGRATIONS as CONVERSATION, SCHEMA as CONVERSATION_SCHEMA } from '@parley/conversation/migrations';
import { EVENT_STORE_ELSEWHERE_MIGRATIONS, EVENT_STORE_MIGRATIONS, EVENT_STORE_SCHEMA } from '@parley/event-store';
import { MESSAGE_BUS_ELSEWHERE_MIGRATIONS, MESSAGE_BUS_MIGRATIONS, MESSAGE_BUS_SCHEMA } from '@parley/message-bus';
import type { Migration } from '@parley/read-store';
import { MIGRATIONS as ROUTING, SCHEMA as ROUTING_SCHEMA } from '@parley/routing/migrations';
import { MIGRATIONS as WRAP_UP_REPORTING, SCHEMA as WRAP_UP_REPORTING_SCHEMA } from '@parley/wrap-up-reporting/migrations';

export interface OwnedSchema {
  readonly schema: string;
  readonly migrations: readonly Migration[];
}

/** Which engines are elsewhere. */
export interface Elsewhere {
  readonly KAFKA_BROKERS?: string | readonly string[];
  readonly EVENTSTORE_URL?: string;
}

/** Every schema that a Parley with these engines keeps in PostgreSQL. */
export function ownedSchemas({ KAFKA_BROKERS, EVENTSTORE_URL }: Elsewhere): readonly OwnedSchema[] {
  return [
    { schema: EVENT_STORE_SCHEMA, migrations: EVENTSTORE_URL ? EVENT_STORE_ELSEWHERE_MIGRATIONS : EVENT_STORE_MIGRATIONS },
    { schema: MESSAGE_BUS_SCHEMA, migrations: KAFKA_BROKERS ? MESSAGE_BUS_ELSEWHERE_MIGRATIONS : MESSAGE_BUS_MIGRATIONS },
    { schema: CONVERSATION_SCHEMA, migrations: CONVERSATION },
    { schema: ROUTING_SCHEMA, migrations: ROUTING },
    { schema: CHANNEL_INGESTION_SCHEMA, migrations: CHANNEL_INGESTION },
    { schema: WRAP_UP_REPORTING_SCHEMA, migrations: WRAP_UP_REPORTING },
  ];
}
