import { ServiceSettings } from '@parley/service-kit';

export const WrapUpReportingSettings = ServiceSettings;
export type WrapUpReportingSettings = ServiceSettings;

/** The schema of the projections; what analysts may rely on are the views in the schema `reporting`. */
export const SCHEMA = 'wrap_up_reporting';
