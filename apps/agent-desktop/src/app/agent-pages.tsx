import type { Me } from '@parley/contracts';
import { useEffect, useMemo } from 'react';
import { OfferBar } from '../features/offers/offer-bar';
import { useAccepting } from '../features/offers/use-accepting';
import { Banners } from '../features/presence/banners';
import { StateSwitch } from '../features/presence/state-switch';
import { keyOf, useAsked } from '../features/wrap-up/use-asked';
import { WrapUpClock } from '../features/wrap-up/wrap-up-clock';
import { WrapUpReminder } from '../features/wrap-up/wrap-up-reminder';
import { Desk } from '../shared/desk/desk';
import { DeskContext } from '../shared/desk/use-desk';
import { deskPath, navigate, type Route } from '../shared/router';
import { DeskPage } from './desk-page';
import { OfficePage } from './office-page';
import { useAgentWatch } from './use-agent-watch';
import { WrapUpAsked } from './wrap-up-asked';

interface PagesProps {
  readonly me: Me;
  readonly route: Route;
}

/** One desk for as long as the agent is signed in, whichever page is shown. */
export function AgentPages({ me, route }: PagesProps) {
  const desk = useMemo(() => new Desk(me.agentId), [me.agentId]);
  useEffect(() => {
    desk.open();
    return () => desk.close();
  }, [desk]);
  return (
    <DeskContext value={desk}>
      <Pages me={me} route={route} />
    </DeskContext>
  );
}

/** The page asked for, with what an agent must see on each: who asks for them, and which wrap-ups they owe. */
function Pages({ me, route }: PagesProps) {
  const selected = route.page === 'desk' ? route.conversationId : undefined;
  const accepting = useAccepting((conversationId) => navigate(deskPath(conversationId)));
  const { asked, isElsewhere, reminder, ask, forget, resume, later } = useAsked({ path: `${route.page} ${selected ?? ''}`, selected });
  useAgentWatch(selected);
  const openWrapUp = (conversationId: string) => {
    resume();
    navigate(deskPath(conversationId));
  };
  const reminded = reminder && (
    <WrapUpReminder key={keyOf(reminder)} wrapUp={reminder} onOpen={() => ask(keyOf(reminder))} onClose={() => forget(keyOf(reminder))} />
  );
  return (
    <>
      {route.page === 'desk' ? (
        <DeskPage roles={me.roles} selected={selected} accepting={accepting} reminder={reminded} onWrapUp={openWrapUp} />
      ) : (
        <OfficePage
          me={me}
          route={route}
          agent={{
            state: <AgentState onWrapUp={openWrapUp} />,
            banners: <Banners>{reminded}</Banners>,
            requests: <OfferBar accepting={accepting} here />,
          }}
        />
      )}
      {asked && <WrapUpAsked key={keyOf(asked)} wrapUp={asked} isElsewhere={isElsewhere} onLater={later} />}
    </>
  );
}

function AgentState({ onWrapUp }: { onWrapUp: (conversationId: string) => void }) {
  return (
    <>
      <WrapUpClock onOpen={onWrapUp} />
      <StateSwitch />
    </>
  );
}
