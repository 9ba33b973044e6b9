import { useEffect } from 'react';
import { useConferenceNews } from '../features/conversation/actions/use-conference-news';
import { useAcceptKey } from '../features/offers/first-accept';
import { useOfferAlerts } from '../features/offers/telling/use-offer-alerts';
import { useOfferEndings } from '../features/offers/telling/use-offer-endings';
import { useMessageAlerts } from '../features/unread/use-message-alerts';
import { useWaitingCount } from '../features/unread/use-waiting-count';
import { useDesk } from '../shared/desk/use-desk';
import { useTexts } from '../shared/i18n/use-texts';
import { notify } from '../shared/ui/notices';
import { readyToChime } from '../shared/alerts/chime';

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
  useEffect(
    () =>
      desk.onLive(({ event, data }, before) => {
        // Without a reason the conversation came back to the agent, and no wrap-up is owed.
        if (event !== 'wrap-up.closed' || !data.automatic || !data.reasonId) return;
        const name = before.wrapUps.get(data.conversationId)?.customerName;
        if (name) notify(t['wrapup.automatic']({ name }));
      }),
    [desk, t],
  );
}
