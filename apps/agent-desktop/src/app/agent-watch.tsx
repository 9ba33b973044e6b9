import { useEffect } from 'react';
import { useConferenceNews } from '../features/conversation/actions/use-conference-news';
import { OfferStack } from '../features/offers/offer-stack';
import { useDesk } from '../shared/desk/use-desk';
import { useTexts } from '../shared/i18n/use-texts';
import { deskPath, navigate } from '../shared/router';
import { notify } from '../shared/ui/notices';

/** What an agent must see and hear whichever page is shown: requests, and what became of their work without them. */
export function AgentWatch() {
  useAutomaticWrapUps();
  useConferenceNews();
  return <OfferStack onAccepted={(conversationId) => navigate(deskPath(conversationId))} />;
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
