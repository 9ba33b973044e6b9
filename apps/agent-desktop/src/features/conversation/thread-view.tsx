import type { Conversation } from '@parley/contracts';
import { Fragment, useMemo } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDesk, useDeskState, useOutbox } from '../../shared/desk/use-desk';
import { EMPTY_THREAD, fromOthers, shown, type ThreadMessage } from '../../shared/desk/thread';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { dayName, dayOf } from '../../shared/time/spans';
import { useToday } from '../../shared/time/use-now';
import { Icon } from '../../shared/ui/icon';
import { messageSummary } from '../../shared/ui/message-summary';
import { Bubble, SystemLine } from './messages/bubble';
import bubbles from './messages/bubbles.module.css';
import { OutgoingBubble } from './messages/outgoing-bubble';
import styles from './thread.module.css';
import { useFollowedScroll } from './use-followed-scroll';

const JOINED_WITHIN_MS = 5 * 60_000;

/** Everything said in one conversation, oldest first, with what is on its way. Stays at the newest unless the agent scrolled up. */
export function ThreadView({ conversation: { conversationId, customer } }: { conversation: Conversation }) {
  const t = useTexts();
  const thread = useDeskState(({ threads }) => threads.get(conversationId)) ?? EMPTY_THREAD;
  const messages = shown(thread);
  const me = useDeskState((desk) => desk.me?.agentId);
  const outbox = useOutbox();
  const onTheirWay = useMemo(() => {
    const arrived = new Set(messages.map(({ messageId }) => messageId));
    return outbox.filter((entry) => entry.conversationId === conversationId && !arrived.has(entry.messageId));
  }, [outbox, messages, conversationId]);
  const inbound = messages.filter((message) => fromOthers(message, me)).length;
  const scroll = useFollowedScroll(messages.at(0)?.messageId, messages.length + onTheirWay.length, onTheirWay.length, inbound);
  const name = customer.name || customer.phone;

  return (
    <div className={styles.frame}>
      <section
        className={styles.scroll}
        aria-label={t['conversation.messages']({ name })}
        ref={scroll.box}
        onScroll={scroll.onScroll}
        tabIndex={0}
      >
        <ThreadEdge conversationId={conversationId} state={thread.state} more={thread.before !== undefined} empty={messages.length === 0} />
        <ol className={styles.messages}>
          <Messages messages={messages} />
          {onTheirWay.map((outgoing) => (
            <OutgoingBubble key={outgoing.messageId} outgoing={outgoing} />
          ))}
        </ol>
      </section>
      {scroll.missed > 0 && (
        <Button className={styles.jump} onPress={scroll.toNewest}>
          <Icon name="chevron" size={16} />
          {t['conversation.new']({ count: scroll.missed })}
        </Button>
      )}
    </div>
  );
}

function Messages({ messages }: { messages: readonly ThreadMessage[] }) {
  const t = useTexts();
  const locale = useLocale();
  const me = useDeskState((desk) => desk.me?.agentId);
  const today = useToday();
  const newestOwn = messages.findLast(({ direction }) => direction === 'outbound')?.messageId;
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const day = dayOf(message.sentAt);
    const newDay = !before || dayOf(before.sentAt) !== day;
    return (
      <Fragment key={message.messageId}>
        {newDay && <li className={bubbles.day}>{dayName(day, today, locale)}</li>}
        {message.direction === 'system' ? (
          <SystemLine>{messageSummary(message, t)}</SystemLine>
        ) : (
          <Bubble
            message={message}
            joined={!newDay && isJoined(before, message)}
            mine={message.sender.kind === 'agent' && message.sender.id === me}
            newest={message.messageId === newestOwn}
          />
        )}
      </Fragment>
    );
  });
}

const isJoined = (before: ThreadMessage, { direction, sender, sentAt }: ThreadMessage): boolean =>
  before.direction === direction &&
  before.sender.id === sender.id &&
  before.sender.name === sender.name &&
  Date.parse(sentAt) - Date.parse(before.sentAt) < JOINED_WITHIN_MS;

/** The upper end of what is loaded: older messages to ask for, or why there is nothing. */
function ThreadEdge({ conversationId, state, more, empty }: { conversationId: string; state: string; more: boolean; empty: boolean }) {
  const t = useTexts();
  const desk = useDesk();
  if (state === 'failed') {
    return (
      <div className={styles.edge} role="alert">
        {t['conversation.loadFailed']}
        <Button className="button" onPress={() => void desk.loadNewest(conversationId)}>
          {t['app.tryAgain']}
        </Button>
      </div>
    );
  }
  if (more) {
    return (
      <div className={styles.edge}>
        <Button className="button" data-kind="quiet" onPress={() => void desk.loadOlder(conversationId).catch(() => undefined)}>
          {t['conversation.older']}
        </Button>
      </div>
    );
  }
  return empty && state === 'ready' ? <p className={styles.edge}>{t['conversation.empty']}</p> : null;
}
