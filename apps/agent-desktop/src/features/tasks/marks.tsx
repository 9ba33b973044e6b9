import { useTexts } from '../../shared/i18n/use-texts';
import { WINDOW_SHORT_MS } from '../../shared/time/service-window';
import { clockSpan, roughSpan } from '../../shared/time/spans';
import { useNow } from '../../shared/time/use-now';
import { Icon } from '../../shared/ui/icon';
import styles from './tasks.module.css';

// Each mark is part of the name of its item. The clock ticks for the eye alone: a name that changed by the second would be read out by the second.

/** How long the conversation has lasted. */
export function RunningTime({ since }: { since: string }) {
  const t = useTexts();
  const ms = useNow() - Date.parse(since);
  return (
    <span className={styles.time} title={t['conversation.duration']}>
      <span aria-hidden="true">{clockSpan(ms)}</span>
      <span className="visually-hidden">{`${t['conversation.duration']} ${roughSpan(ms)}`}</span>
    </span>
  );
}

/** How long the customer has been waiting for an answer. */
export function WaitMark({ since }: { since: string }) {
  const t = useTexts();
  const ms = useNow() - Date.parse(since);
  return (
    <span className={styles.mark} title={t['tasks.waits.long']}>
      <span aria-hidden="true">{t['tasks.waits']({ span: clockSpan(ms) })}</span>
      <span className="visually-hidden">{`${t['tasks.waits.long']}, ${roughSpan(ms)}`}</span>
    </span>
  );
}

/** That WhatsApp allows free text not for long any more, or not at all. Nothing while there is time. */
export function WindowMark({ until }: { until: string }) {
  const t = useTexts();
  const left = Date.parse(until) - useNow();
  if (left >= WINDOW_SHORT_MS) return null;
  const words = left > 0 ? t['compose.windowShort']({ left: roughSpan(left) }) : t['conversation.window.closed'];
  return (
    <span className={styles.mark} data-urgent title={words}>
      <Icon name="clock" size={13} />
      <span aria-hidden="true">{left > 0 ? roughSpan(left) : t['tasks.windowClosed']}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
