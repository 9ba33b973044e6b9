import { Button } from 'react-aria-components/Button';
import type { FailureCode } from '../../api/call';
import { useTexts } from '../../i18n/use-texts';
import { Icon } from '../../ui/icon';
import styles from './media.module.css';

interface TroubleProps {
  readonly className: string;
  readonly kind: string;
  readonly code: FailureCode;
  readonly onRetry: () => void;
}

/** Stands where a file would, and says why it does not; what may pass can be tried again. */
export function MediaTrouble({ className, kind, code, onRetry }: TroubleProps) {
  const t = useTexts();
  const final = code === 'not-found' || code === 'payload-too-large' || code === 'unsupported-media';
  const why = code === 'not-found' ? t['media.gone'] : code === 'payload-too-large' ? t['media.tooLarge'] : t['media.failed'];
  return (
    <span className={`${className} ${styles.trouble}`}>
      <Icon name="alert" size={20} />
      <span>
        <strong>{kind}</strong>
        <span>{why}</span>
      </span>
      {!final && (
        <Button className="button" onPress={onRetry}>
          {t['app.tryAgain']}
        </Button>
      )}
    </span>
  );
}
