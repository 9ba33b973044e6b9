import { ServiceSettings } from '@parley/service-kit';

/** Routing needs nothing beyond what every service is told. */
export const RoutingSettings = ServiceSettings;
export type RoutingSettings = ServiceSettings;

/** The schema that this service owns in the database. */
export const SCHEMA = 'routing';

/** All queues and agents of one installation are one partition. */
export const PARTITION = 'default';
