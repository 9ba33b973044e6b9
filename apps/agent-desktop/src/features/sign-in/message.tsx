import { Icon } from '../../shared/ui/icon';
import styles from './sign-in.module.css';

/** What stands above the form: why there is no session, or why it does not begin. */
export function Message({ text, tone }: { text: string; tone: 'bad' | 'info' }) {
  return (
    <div role="alert">
      {text && (
        <p className={styles.message} data-tone={tone}>
          <Icon name="alert" />
          {text}
        </p>
      )}
    </div>
  );
}
