import { Conversation1795000000000 } from './1795000000000-conversation.migration';
import { ConversationList1795200000000 } from './1795200000000-conversation-list.migration';

/** In order. */
export const MIGRATIONS = [Conversation1795000000000, ConversationList1795200000000];
