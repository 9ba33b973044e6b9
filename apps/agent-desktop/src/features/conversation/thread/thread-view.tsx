import type { Conversation } from '@parley/contracts';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useDesk, useDeskState, useOutbox } from '../../../shared/desk/use-desk';
import { unreadOf } from '../../../shared/desk/desk-state';
import { EMPTY_THREAD, fromOthers, shown } from '../../../shared/desk/thread';
import { useTexts } from '../../../shared/i18n/use-texts';
import { Icon } from '../../../shared/ui/icon';
import { useFocusHandedOn } from '../../../shared/ui/keep-focus';
import { EDGE_PX, ThreadEdge } from './thread-edge';
import { type Row, rowKey, ThreadItem, ThreadRow } from './thread-row';
import { ThreadTrouble } from './thread-trouble';
import styles from './thread.module.css';
import { useNewMark } from './use-new-mark';
import { useOlderMessages } from './use-older-messages';
import { useReading } from './use-reading';
import { useThreadScroll } from './use-thread-scroll';

/** So much above and below what is in sight is rendered too, for the keyboard and for fast scrolling. */
const BUFFER_PX = 600;

/**
 * Everything said in one conversation, oldest first, with what is on its way. Only what is in sight is rendered. Stays at the newest
 * unless the agent scrolled up; older messages come when their upper end is near.
 */
export function ThreadView({ conversation }: { conversation: Conversation }) {
  const { conversationId, customer } = conversation;
  const t = useTexts();
  const thread = useDeskState(({ threads }) => threads.get(conversationId)) ?? EMPTY_THREAD;
  const me = useDeskState((desk) => desk.me?.agentId);
  const { rows, messages, own } = useRows(conversationId);
  const { mark: newMark, isPlaced } = useNewMark(conversationId, own);
  const inbound = useMemo(() => messages.filter((message) => fromOthers(message, me)).length, [messages, me]);
  const newestOwn = useMemo(() => messages.findLast(({ direction }) => direction === 'outbound')?.messageId, [messages]);
  const retried = useMemo(() => new Set(messages.flatMap(({ retryOf }) => retryOf ?? [])), [messages]);
  const list = useRef<VirtualizerHandle>(null);
  const older = useOlderMessages(conversationId, thread.before !== undefined && thread.state === 'ready');
  const first = rows[0] && rowKey(rows[0]);
  const mark = isPlaced ? rows.findIndex((row) => rowKey(row) === newMark) : undefined;
  const unread = useDeskState((desk) => unreadOf(desk, conversationId));
  const scroll = useThreadScroll({ first, length: rows.length, own, inbound, mark, unread, list, onNearTop: older.load });
  useReading(conversationId, messages.at(-1)?.messageId, scroll.atNewest);
  useForgetting(conversationId, scroll.atNewest && messages.length);

  return (
    <div className={styles.frame}>
      <section
        className={styles.scroll}
        aria-label={t['conversation.messages']({ name: customer.name || customer.phone })}
        ref={scroll.box}
        onScroll={scroll.onScroll}
        tabIndex={0}
        data-thread
      >
        <ThreadEdge state={thread.state} older={older} empty={messages.length === 0} />
        {/* What comes is said by the announcer: rows that are only rendered again must not be. */}
        <div role="log" aria-live="off" aria-label={t['thread.log']} ref={scroll.content}>
          <Virtualizer
            ref={list}
            as="ol"
            item={ThreadItem}
            data={rows}
            scrollRef={scroll.box}
            startMargin={EDGE_PX}
            bufferSize={BUFFER_PX}
            shift={scroll.isGrowingAbove}
          >
            {(row: Row, index) => (
              <ThreadRow
                key={rowKey(row)}
                conversation={conversation}
                row={row}
                before={rows[index - 1]}
                last={index === rows.length - 1}
                isNew={newMark === rowKey(row)}
                newest={newestOwn === rowKey(row)}
                retried={retried.has(rowKey(row))}
              />
            )}
          </Virtualizer>
        </div>
      </section>
      {thread.state === 'failed' && <ThreadTrouble conversationId={conversationId} />}
      {scroll.missed > 0 && (
        <Jump onPress={scroll.toNewest}>
          <Icon name="chevron" size={16} />
          {t['conversation.new']({ count: scroll.missed })}
        </Jump>
      )}
    </div>
  );
}

/** Down to what is new. Who pressed it reads on there. */
function Jump({ onPress, children }: { onPress: () => void; children: ReactNode }) {
  const button = useRef<HTMLButtonElement>(null);
  useFocusHandedOn(['[data-thread]'], button);
  return (
    <Button className={styles.jump} onPress={onPress} ref={button}>
      {children}
    </Button>
  );
}

/** What there is to show, and how many of them are ours and not with the server yet. */
function useRows(conversationId: string) {
  const thread = useDeskState(({ threads }) => threads.get(conversationId)) ?? EMPTY_THREAD;
  const messages = useMemo(() => shown(thread), [thread]);
  const outbox = useOutbox();
  return useMemo(() => {
    const arrived = new Set(messages.map(({ messageId }) => messageId));
    const onTheirWay = outbox.filter((entry) => entry.conversationId === conversationId && !arrived.has(entry.messageId));
    const rows: readonly Row[] = [...messages.map((message) => ({ message })), ...onTheirWay.map((outgoing) => ({ outgoing }))];
    return { rows, messages, own: onTheirWay.length };
  }, [messages, outbox, conversationId]);
}

const MANY = 400;

/** Old pages are dropped when the agent is back at the newest messages, or goes away. */
function useForgetting(conversationId: string, atNewest: number | false): void {
  const desk = useDesk();
  const tooMany = atNewest !== false && atNewest > MANY;
  useEffect(() => {
    if (tooMany) desk.dropOldest(conversationId);
  }, [desk, conversationId, tooMany]);
  useEffect(() => () => desk.dropOldest(conversationId), [desk, conversationId]);
}
