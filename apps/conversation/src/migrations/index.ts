import { Conversation1795000000000 } from './1795000000000-conversation.migration';
import { ConversationList1795200000000 } from './1795200000000-conversation-list.migration';
import { ParkedMessage1795310000000 } from './1795310000000-parked-message.migration';

export { SCHEMA } from '../conversation.config';

/** Every change of the schema, the oldest first. */
export const MIGRATIONS = [Conversation1795000000000, ConversationList1795200000000, ParkedMessage1795310000000];
