import { useEffect } from 'react';
import { useDesk } from '../../../shared/desk/use-desk';
import { useTexts } from '../../../shared/i18n/use-texts';
import { notify } from '../../../shared/ui/notices';
import { conferenceNews } from './conference-news';

/** Agents hear what others decided of their conference, whatever is in sight. */
export function useConferenceNews(): void {
  const t = useTexts();
  const desk = useDesk();
  useEffect(
    () =>
      desk.onLive(({ event, data }, { conversations, me }) => {
        if (event !== 'conversation.updated') return;
        const before = conversations.get(data.conversationId);
        if (!before || before.revision >= data.revision || desk.handingOver.leaving.has(data.conversationId)) return;
        const news = conferenceNews(before, data, me?.agentId);
        if (news) notify(t[`conference.${news}`]({ name: data.customer.name || data.customer.phone }));
      }),
    [desk, t],
  );
}
