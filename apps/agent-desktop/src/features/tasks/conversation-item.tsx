import type { Conversation } from '@parley/contracts';
import { unreadOf } from '../../shared/desk/desk-state';
import { useDeskState } from '../../shared/desk/use-desk';
import { fromOthers, shown, waitsSince } from '../../shared/desk/thread';
import { useTexts } from '../../shared/i18n/use-texts';
import { Avatar } from '../../shared/ui/avatar';
import { messageSummary } from '../../shared/ui/message-summary';
import { HeldMark } from './held-mark';
import { RunningTime, WaitMark, WindowMark } from './marks';
import styles from './tasks.module.css';

interface ItemProps {
  readonly conversation: Conversation;
  readonly selected: boolean;
  readonly onOpen: (conversationId: string) => void;
}

/** One open conversation: who and for how long, the last words, what is unread, the queue, and what is urgent about it. */
export function ConversationItem({ conversation, selected, onOpen }: ItemProps) {
  const { conversationId, customer, queue, startedAt, serviceWindowExpiresAt } = conversation;
  const unread = useDeskState((desk) => unreadOf(desk, conversationId));
  const waiting = useDeskState(({ threads }) => waitsSince(threads.get(conversationId)));
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
            <bdi className={styles.name}>{name}</bdi>
            <RunningTime since={startedAt} />
          </span>
          <span className={styles.line}>
            <Preview conversationId={conversationId} />
            <HeldMark conversationId={conversationId} />
            {unread > 0 && <Unread count={unread} />}
          </span>
          <span className={styles.line}>
            <span className={styles.queue}>{queue.name}</span>
            {waiting !== undefined && <WaitMark since={waiting} />}
            <WindowMark until={serviceWindowExpiresAt} />
          </span>
        </span>
      </button>
    </li>
  );
}

/** Who wrote last, and what. */
function Preview({ conversationId }: { conversationId: string }) {
  const t = useTexts();
  const last = useDeskState(({ threads }) => threads.get(conversationId) && shown(threads.get(conversationId)!).at(-1));
  const me = useDeskState((desk) => desk.me?.agentId);
  const writer = last?.direction === 'outbound' && (fromOthers(last, me) ? last.sender.name : t['tasks.you']);
  return (
    <span className={styles.preview}>
      {writer && (
        <>
          <bdi>{writer}</bdi>:{' '}
        </>
      )}
      {last && <bdi>{messageSummary(last, t)}</bdi>}
    </span>
  );
}

function Unread({ count }: { count: number }) {
  const t = useTexts();
  return (
    <span className={styles.unread}>
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">{t['tasks.unread']({ count })}</span>
    </span>
  );
}
