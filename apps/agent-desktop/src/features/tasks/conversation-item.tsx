import type { Conversation } from '@parley/contracts';
import { unreadOf } from '../../shared/desk/desk-state';
import { useDeskState } from '../../shared/desk/use-desk';
import { fromOthers, shown } from '../../shared/desk/thread';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { timeOfDay } from '../../shared/time/spans';
import { Avatar } from '../../shared/ui/avatar';
import { messageSummary } from '../../shared/ui/message-summary';
import { HeldMark } from './held-mark';
import styles from './tasks.module.css';

interface ItemProps {
  readonly conversation: Conversation;
  readonly selected: boolean;
  readonly onOpen: (conversationId: string) => void;
}

/** One open conversation: who, the last words, what is unread. */
export function ConversationItem({ conversation, selected, onOpen }: ItemProps) {
  const t = useTexts();
  const locale = useLocale();
  const { conversationId, customer, queue } = conversation;
  const thread = useDeskState(({ threads }) => threads.get(conversationId));
  const unread = useDeskState((desk) => unreadOf(desk, conversationId));
  const last = thread && shown(thread).at(-1);
  const me = useDeskState((desk) => desk.me?.agentId);
  const writer = last?.direction === 'outbound' && (fromOthers(last, me) ? last.sender.name : t['tasks.you']);
  const name = customer.name || customer.phone;
  return (
    <li>
      <button
        type="button"
        className={styles.item}
        aria-current={selected ? 'page' : undefined}
        data-unread={unread > 0 || undefined}
        onClick={() => onOpen(conversationId)}
      >
        <Avatar name={name} />
        <span className={styles.text}>
          <span className={styles.line}>
            <span className={styles.name}>{name}</span>
            {last && <time className={styles.time}>{timeOfDay(last.sentAt, locale)}</time>}
          </span>
          <span className={styles.line}>
            <span className={styles.preview}>
              {last ? `${writer ? `${writer}: ` : ''}${messageSummary(last, t)}` : queue.name}
            </span>
            <HeldMark conversationId={conversationId} />
            {unread > 0 && (
              <span className={styles.unread}>
                <span aria-hidden="true">{unread}</span>
                <span className="visually-hidden">{t['tasks.unread']({ count: unread })}</span>
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}
