import { useMemo } from 'react';
import { myConversations, myWrapUps } from '../../shared/desk/desk-state';
import { useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import { ConversationItem } from './conversation-item';
import styles from './tasks.module.css';
import { WrapUpItem } from './wrap-up-item';

interface TaskListProps {
  readonly selected: string | undefined;
  readonly onOpen: (conversationId: string) => void;
  readonly onWrapUp: (conversationId: string) => void;
}

/** The agent's open conversations and the wrap-ups that they still owe. */
export function TaskList({ selected, onOpen, onWrapUp }: TaskListProps) {
  const t = useTexts();
  const desk = useDeskState((state) => state);
  const conversations = useMemo(() => myConversations(desk), [desk]);
  const wrapUps = useMemo(() => myWrapUps(desk), [desk]);
  const capacity = desk.me?.capacity;
  return (
    // With nothing in it to go to, the keyboard scrolls the list itself.
    <nav className={styles.list} aria-label={t['tasks.title']} tabIndex={conversations.length + wrapUps.length === 0 ? 0 : undefined}>
      <section aria-labelledby="tasks-conversations">
        <h2 id="tasks-conversations" className={styles.heading}>
          {t['tasks.conversations']}
          {capacity && (
            <span className={styles.count} title={t['app.capacity'](capacity)}>
              <span aria-hidden="true">
                {capacity.used}/{capacity.max}
              </span>
              <span className="visually-hidden">{t['app.capacity'](capacity)}</span>
            </span>
          )}
        </h2>
        {conversations.length > 0 ? (
          <ul>
            {conversations.map((conversation) => (
              <ConversationItem
                key={conversation.conversationId}
                conversation={conversation}
                selected={conversation.conversationId === selected}
                onOpen={onOpen}
              />
            ))}
          </ul>
        ) : (
          <NoConversations available={desk.me?.state.name === 'available'} />
        )}
      </section>
      {wrapUps.length > 0 && (
        <section aria-labelledby="tasks-wrap-ups">
          <h2 id="tasks-wrap-ups" className={styles.heading}>
            {t['tasks.wrapUps']}
            <span className={styles.count}>{wrapUps.length}</span>
          </h2>
          <ul>
            {wrapUps.map((wrapUp) => (
              <WrapUpItem key={wrapUp.conversationId} wrapUp={wrapUp} selected={wrapUp.conversationId === selected} onOpen={onWrapUp} />
            ))}
          </ul>
        </section>
      )}
    </nav>
  );
}

function NoConversations({ available }: { available: boolean }) {
  const t = useTexts();
  return (
    <div className={styles.none}>
      <Icon name="chat" size={26} />
      <p>{t['tasks.none']}</p>
      {available && <p>{t['tasks.none.available']}</p>}
    </div>
  );
}
