import { ConferenceTime1795300000000 } from './1795300000000-conference-time.migration';
import { FirstQueue1795100000000 } from './1795100000000-first-queue.migration';
import { TransfersAndReplies1795200000000 } from './1795200000000-transfers-and-replies.migration';
import { WrapUpReporting1795000000000 } from './1795000000000-wrap-up-reporting.migration';

export { SCHEMA } from '../wrap-up-reporting.config';

/** Every change of the schema, the oldest first. */
export const MIGRATIONS = [WrapUpReporting1795000000000, FirstQueue1795100000000, TransfersAndReplies1795200000000, ConferenceTime1795300000000];
