import type { Conversation } from '@parley/contracts';
import { useTexts } from '../../shared/i18n/use-texts';

/** How a conversation stands, in the words of its header. */
export function useStatusName(): (status: Conversation['status']) => string {
  const t = useTexts();
  return (status) => {
    if (status === 'conference-requested') return t['status.confRequested'];
    if (status === 'conference') return t['status.conf'];
    return t[`conversation.status.${status}`];
  };
}
