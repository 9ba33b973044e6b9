/** The schema that this service owns, and every change of it, the oldest first. */
export { OUTBOX_MIGRATIONS as MIGRATIONS, OUTBOX_SCHEMA as SCHEMA } from '../outbound/outbox/outbox.migrations';
