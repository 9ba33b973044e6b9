import type { Conversation, Message } from '@parley/contracts';
import { useLayoutEffect, useRef } from 'react';
import { Content } from '../../shared/content/content';
import { useMediaOfSession } from '../../shared/content/media/use-media';
import { shown, type Thread } from '../../shared/desk/thread';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { messageSummary } from '../../shared/ui/message-summary';
import { SteadyButton } from '../../shared/ui/steady-button';
import { momentOf, secondOf } from './moment';
import history from './history.module.css';

const NEAR_PX = 80;

interface ThenProps {
  readonly conversation: Conversation;
  readonly thread: Thread;
  readonly older: { readonly isMore: boolean; readonly isLoading: boolean; readonly load: () => void };
  readonly isNow: boolean;
  /** Another moment was chosen and is being read. */
  readonly isOnItsWay: boolean;
  /** Of the moment shown, once its event was read. */
  readonly time: string | undefined;
}

/** The messages as they were at the moment chosen, deliveries too. */
export function ConversationThen({ conversation: { conversationId, customer }, thread, older, isNow, isOnItsWay, time }: ThenProps) {
  const t = useTexts();
  const locale = useLocale();
  const items = shown(thread);
  const list = useAtEnd(items);
  useMediaOfSession();
  const label = t['timeline.messages']({ name: customer.name || customer.phone });
  return (
    <section className={history.then} data-then={!isNow || undefined} aria-busy={isOnItsWay} aria-label={label}>
      <h3>{isNow ? t['timeline.now'] : t['timeline.then']({ time: time === undefined ? '…' : momentOf(time, locale) })}</h3>
      {items.length === 0 && <p className={history.note}>{t['timeline.noMessages']}</p>}
      <div ref={list} className={history.messageBox} tabIndex={0} role="group" aria-label={label}>
        {older.isMore && (
          <SteadyButton className={`button ${history.older}`} data-kind="quiet" busy={older.isLoading} onPress={older.load}>
            {t['conversation.older']}
          </SteadyButton>
        )}
        <ol className={history.messages} aria-label={label}>
          {items.map((message) => (
            <MessageThen key={message.messageId} conversationId={conversationId} message={message} />
          ))}
        </ol>
      </div>
    </section>
  );
}

/** A list that shows its end, also when it grows or is another one; whoever scrolled up stays, also when it grows above them. */
function useAtEnd(items: readonly Message[]) {
  const list = useRef<HTMLDivElement>(null);
  const last = useRef<{ readonly first: string | undefined; readonly height: number }>(undefined);
  const [first, end] = [items[0]?.messageId, items.at(-1)?.messageId];
  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    const before = last.current;
    const isNear = before === undefined || before.height - box.scrollTop - box.clientHeight < NEAR_PX;
    const grewAbove = before !== undefined && items.some(({ messageId }) => messageId === before.first) && first !== before.first;
    if (grewAbove) box.scrollTop += box.scrollHeight - before.height;
    else if (isNear) box.scrollTop = box.scrollHeight;
    last.current = { first, height: box.scrollHeight };
  }, [items, first, end]);
  // Pictures come later than the words around them.
  useLayoutEffect(() => {
    const box = list.current;
    const content = box?.lastElementChild;
    if (!box || !content) return;
    const watcher = new ResizeObserver(() => {
      const before = last.current;
      if (before && before.height - box.scrollTop - box.clientHeight < NEAR_PX) box.scrollTop = box.scrollHeight;
      last.current = { first: before?.first, height: box.scrollHeight };
    });
    watcher.observe(content);
    return () => watcher.disconnect();
  }, []);
  return list;
}

function MessageThen({ conversationId, message }: { conversationId: string; message: Message }) {
  const t = useTexts();
  const locale = useLocale();
  const { direction, sender, sentAt, status, type } = message;
  if (direction === 'system') return <li className={history.systemLine}>{messageSummary(message, t)}</li>;
  return (
    <li className={history.message} data-side={direction}>
      <div className={history.words} data-bare={type === 'sticker' || undefined} dir="auto">
        <Content conversationId={conversationId} message={message} />
      </div>
      <span className={history.meta}>
        {sender.name} · {secondOf(sentAt, locale)}
        {status && ` · ${t[`message.status.${status}`]}`}
      </span>
    </li>
  );
}
