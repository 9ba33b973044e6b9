import type { Conversation, Message, MessagePage } from '@parley/contracts';
import { useEffect, useRef } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { messageSummary } from '../../shared/ui/message-summary';
import { momentOf, secondOf } from './moment';
import history from './history.module.css';

interface ThenProps {
  readonly conversation: Conversation;
  readonly messages: MessagePage;
  readonly isNow: boolean;
  /** Another moment was chosen and is being read. */
  readonly isOnItsWay: boolean;
  /** Of the moment shown. */
  readonly time: string;
}

/** The messages as they were at the moment chosen, deliveries too. */
export function ConversationThen({ conversation: { customer }, messages, isNow, isOnItsWay, time }: ThenProps) {
  const t = useTexts();
  const locale = useLocale();
  const end = useRef<HTMLOListElement>(null);
  const { items, before } = messages;
  useEffect(() => {
    const list = end.current;
    if (list) list.scrollTop = list.scrollHeight;
  }, [items.length]);
  const name = customer.name || customer.phone;
  return (
    <section className={history.then} data-then={!isNow || undefined} aria-busy={isOnItsWay} aria-label={t['timeline.messages']({ name })}>
      <h3>{isNow ? t['timeline.now'] : t['timeline.then']({ time: momentOf(time, locale) })}</h3>
      {before && <p className={history.note}>{t['timeline.older']({ count: items.length })}</p>}
      {items.length === 0 && <p className={history.note}>{t['timeline.noMessages']}</p>}
      <ol ref={end} className={history.messages} tabIndex={0} aria-label={t['timeline.messages']({ name })}>
        {items.map((message) => (
          <MessageThen key={message.messageId} message={message} />
        ))}
      </ol>
    </section>
  );
}

function MessageThen({ message }: { message: Message }) {
  const t = useTexts();
  const locale = useLocale();
  const { direction, sender, sentAt, status } = message;
  if (direction === 'system') return <li className={history.systemLine}>{messageSummary(message, t)}</li>;
  return (
    <li className={history.message} data-side={direction}>
      <span className={history.words} dir="auto">
        {messageSummary(message, t)}
      </span>
      <span className={history.meta}>
        {sender.name} · {secondOf(sentAt, locale)}
        {status && ` · ${t[`message.status.${status}`]}`}
      </span>
    </li>
  );
}
