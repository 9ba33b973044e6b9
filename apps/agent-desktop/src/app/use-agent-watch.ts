import type { WrapUpReasons } from '@parley/contracts';
import { useEffect } from 'react';
import { useConferenceNews } from '../features/conversation/actions/use-conference-news';
import { useAcceptKey } from '../features/offers/first-accept';
import { useOfferAlerts } from '../features/offers/telling/use-offer-alerts';
import { useOfferEndings } from '../features/offers/telling/use-offer-endings';
import { useMessageAlerts } from '../features/unread/use-message-alerts';
import { useWaitingCount } from '../features/unread/use-waiting-count';
import { readyToChime } from '../shared/alerts/chime';
import { call } from '../shared/api/call';
import { useDesk } from '../shared/desk/use-desk';
import { useTexts } from '../shared/i18n/use-texts';
import { useLanguage } from '../shared/preferences';
import { notify } from '../shared/ui/notices';

/** What an agent must hear whichever page is shown: requests, what customers write, and what became of their work without them. */
export function useAgentWatch(selected: string | undefined): void {
  useEffect(() => readyToChime(), []);
  useAcceptKey();
  useOfferAlerts();
  useOfferEndings();
  useMessageAlerts(selected);
  useWaitingCount();
  useAutomaticWrapUps();
  useConferenceNews();
}

/** A default reason that the server applied is no secret. */
function useAutomaticWrapUps(): void {
  const t = useTexts();
  const desk = useDesk();
  const language = useLanguage();
  useEffect(
    () =>
      desk.onLive(({ event, data }, before) => {
        // Without a reason the conversation came back to the agent, and no wrap-up is owed.
        if (event !== 'wrap-up.closed' || !data.automatic || !data.reasonId) return;
        const name = before.wrapUps.get(data.conversationId)?.customerName;
        // Not owed any more and yet automatic: the agent's own reason crossed it on the way.
        if (!name && !before.doneWrapUps.has(data.conversationId)) return;
        void reasonName(data.reasonId, language).then((reason) => notify(name ? t['wrapup.automatic']({ name, reason }) : t['wrapup.tooLate']({ reason })));
      }),
    [desk, t, language],
  );
}

/** The reason as it is called in `language`; its id where the names cannot be read now. */
async function reasonName(reasonId: string, language: string): Promise<string> {
  const { items } = await call<WrapUpReasons>(`/api/wrap-up-reasons?lang=${language}`).catch(() => ({ items: [] }));
  return items.find(({ id }) => id === reasonId)?.name ?? reasonId;
}
