import { ServiceSettings } from '@parley/service-kit';

/** The conversation service needs nothing beyond what every service is told. */
export const ConversationSettings = ServiceSettings;
export type ConversationSettings = ServiceSettings;

/** The schema that this service owns in the database. */
export const SCHEMA = 'conversation';
