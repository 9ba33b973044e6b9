import type { Me } from '@parley/contracts';
import type { ReactNode } from 'react';
import { Compose } from '../features/compose/compose';
import { TakeBack } from '../features/conversation/actions/take-back';
import { ConversationPane } from '../features/conversation/conversation-pane';
import { useMediaOfSession } from '../shared/content/media/use-media';
import { OfferBar } from '../features/offers/offer-bar';
import { OfferStack } from '../features/offers/offer-stack';
import type { Accepting } from '../features/offers/use-accepting';
import { Banners } from '../features/presence/banners';
import { StateSwitch } from '../features/presence/state-switch';
import { TaskList } from '../features/tasks/task-list';
import { WrapUpClock } from '../features/wrap-up/wrap-up-clock';
import { WrapUpDue } from '../features/wrap-up/wrap-up-due';
import { useDeskState } from '../shared/desk/use-desk';
import { useTexts } from '../shared/i18n/use-texts';
import { deskPath, navigate } from '../shared/router';
import { Icon } from '../shared/ui/icon';
import { NARROW, useMediaQuery } from '../shared/ui/use-media-query';
import styles from './desk-page.module.css';
import { SkipLink, SkipToRequests } from './skip-links';
import { TopBar } from './top-bar';

const open = (conversationId?: string) => navigate(deskPath(conversationId));

interface DeskPageProps {
  readonly roles: Me['roles'];
  readonly selected: string | undefined;
  readonly accepting: Accepting;
  readonly reminder: ReactNode;
  readonly onWrapUp: (conversationId: string) => void;
}

/** An agent's page: what to do and who asks on the left, the conversation in the middle; one below the other where little fits. */
export function DeskPage({ roles, selected, accepting, reminder, onWrapUp }: DeskPageProps) {
  const t = useTexts();
  const connecting = useDeskState(({ connection }) => connection === 'connecting' || connection === 'unanswered');
  const name = useDeskState(({ me }) => me?.name);
  const narrow = useMediaQuery(NARROW);
  useMediaOfSession();
  return (
    <div className={styles.page} data-open={selected !== undefined || undefined}>
      <SkipLink>{t['app.skip']}</SkipLink>
      <SkipToRequests />
      <TopBar roles={roles} name={name}>
        <WrapUpClock onOpen={onWrapUp} />
        <StateSwitch />
      </TopBar>
      <Banners>{reminder}</Banners>
      <div className={styles.body}>
        <div id="tasks" className={styles.tasks} tabIndex={-1}>
          <TaskList selected={selected} onOpen={open} onWrapUp={onWrapUp} />
          <OfferStack accepting={accepting} here={!narrow} />
        </div>
        <main id="work" className={styles.work} tabIndex={-1}>
          {connecting ? <h1 className={styles.empty}>{t['app.loading']}</h1> : <Work selected={selected} onWrapUp={onWrapUp} />}
        </main>
      </div>
      <OfferBar accepting={accepting} here={narrow} />
    </div>
  );
}

function Work({ selected, onWrapUp }: { selected: string | undefined; onWrapUp: (conversationId: string) => void }) {
  const t = useTexts();
  const conversation = useDeskState(({ conversations }) => (selected ? conversations.get(selected) : undefined));
  const wrapUp = useDeskState(({ wrapUps }) => (selected ? wrapUps.get(selected) : undefined));
  const anything = useDeskState(({ conversations }) => conversations.size > 0);
  if (conversation) {
    return (
      <ConversationPane
        key={conversation.conversationId}
        conversation={conversation}
        compose={<Compose conversation={conversation} />}
        afterEnd={
          <WrapUpDue wrapUp={wrapUp} ended={conversation.status === 'ended'} onOpen={() => onWrapUp(conversation.conversationId)}>
            <TakeBack conversation={conversation} />
          </WrapUpDue>
        }
        onBack={() => open()}
      />
    );
  }
  return (
    <div className={styles.empty}>
      <h1 className="visually-hidden">{t['app.desk']}</h1>
      <Icon name="chat" size={40} />
      <p>{selected ? t['tasks.gone'] : anything ? t['tasks.choose'] : t['tasks.none.available']}</p>
    </div>
  );
}
