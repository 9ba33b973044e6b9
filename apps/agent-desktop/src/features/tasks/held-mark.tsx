import { useOutbox } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import styles from './held-mark.module.css';

/** Whether something that the agent wrote in the conversation is not with the server, and does not get there without them. */
export function HeldMark({ conversationId }: { conversationId: string }) {
  const t = useTexts();
  const waits = useOutbox().some((entry) => entry.conversationId === conversationId && (entry.state === 'held' || entry.state === 'refused'));
  if (!waits) return null;
  return (
    <span className={styles.held} title={t['tasks.held']}>
      <Icon name="clock" size={14} />
      <span className="visually-hidden">{t['tasks.held']}</span>
    </span>
  );
}
