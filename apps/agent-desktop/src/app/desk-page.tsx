import type { Me } from '@parley/contracts';
import { useCallback, useState } from 'react';
import { Compose } from '../features/compose/compose';
import { TakeBack } from '../features/conversation/actions/take-back';
import { ConversationPane } from '../features/conversation/conversation-pane';
import { useMediaOfSession } from '../shared/content/media/use-media';
import { Banners } from '../features/presence/banners';
import { StateSwitch } from '../features/presence/state-switch';
import { TaskList } from '../features/tasks/task-list';
import { WrapUpClock } from '../features/wrap-up/wrap-up-clock';
import { WrapUpDialog } from '../features/wrap-up/wrap-up-dialog';
import { WrapUpDue } from '../features/wrap-up/wrap-up-due';
import { takesPart } from '../shared/desk/desk-state';
import { useDeskState } from '../shared/desk/use-desk';
import { useTexts } from '../shared/i18n/use-texts';
import { deskPath, navigate, useRoute } from '../shared/router';
import { Icon } from '../shared/ui/icon';
import styles from './desk-page.module.css';
import { TopBar } from './top-bar';

const open = (conversationId?: string) => navigate(deskPath(conversationId));

/** The dialog is gone, and what had the focus before it too: the keyboard goes on in the work area. */
const backToWork = (stays: boolean) => {
  if (!stays) open();
  document.getElementById('work')?.focus();
};

/** An agent's page: what to do on the left, the conversation in the middle, requests above all of it. */
export function DeskPage({ roles }: { roles: Me['roles'] }) {
  const t = useTexts();
  const route = useRoute();
  const selected = route.page === 'desk' ? route.conversationId : undefined;
  const connecting = useDeskState(({ connection }) => connection === 'connecting' || connection === 'unanswered');
  const me = useDeskState((desk) => desk.me);
  const wrapUp = useDeskState(({ wrapUps }) => (selected ? wrapUps.get(selected) : undefined));
  const conversation = useDeskState(({ conversations }) => (selected ? conversations.get(selected) : undefined));
  const [postponed, setPostponed] = useState<string>();
  useMediaOfSession();

  const openWrapUp = useCallback((conversationId: string) => {
    setPostponed(undefined);
    open(conversationId);
  }, []);
  const wrapUpKey = wrapUp && `${wrapUp.conversationId} ${wrapUp.since}`;

  return (
    <div className={styles.page} data-open={selected !== undefined || undefined}>
      <a href="#work" className={styles.skip}>
        {t['app.skip']}
      </a>
      <TopBar roles={roles} name={me?.name}>
        <WrapUpClock onOpen={openWrapUp} />
        <StateSwitch />
      </TopBar>
      <Banners />
      <div className={styles.body}>
        <div className={styles.tasks}>
          <TaskList selected={selected} onOpen={open} onWrapUp={openWrapUp} />
        </div>
        <main id="work" className={styles.work} tabIndex={-1}>
          {connecting ? <h1 className={styles.empty}>{t['app.loading']}</h1> : <Work selected={selected} onWrapUp={openWrapUp} />}
        </main>
      </div>
      {wrapUp && wrapUpKey !== postponed && (
        <WrapUpDialog
          key={wrapUpKey}
          wrapUp={wrapUp}
          ended={conversation?.status === 'ended'}
          onLater={() => setPostponed(wrapUpKey)}
          // Who was asked back into the conversation meanwhile is still in it.
          onDone={() => backToWork(conversation !== undefined && takesPart(conversation, me?.agentId))}
        >
          {conversation && <TakeBack conversation={conversation} />}
        </WrapUpDialog>
      )}
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
