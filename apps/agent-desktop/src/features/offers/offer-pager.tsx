import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import styles from './offers.module.css';

interface PagerProps {
  /** Which of the requests is the first on this page, from 0 on. */
  readonly from: number;
  readonly size: number;
  readonly count: number;
  readonly accepting: boolean;
  readonly onPage: (from: number) => void;
  readonly onAcceptAll: () => void;
}

/** Above more requests than fit: which are shown, the way to the others, and Accept for all of them. */
export function OfferPager({ from, size, count, accepting, onPage, onAcceptAll }: PagerProps) {
  const t = useTexts();
  const to = Math.min(from + size, count);
  return (
    <div className={styles.pager} role="group" aria-label={t['offer.region']}>
      <Button className="icon-button" aria-label={t['offer.previous']} isDisabled={from === 0} onPress={() => onPage(from - size)}>
        <span className={styles.previous}>
          <Icon name="chevron" />
        </span>
      </Button>
      <span className={`${styles.range} tabular`}>{t['offer.range']({ from: from + 1, to, count })}</span>
      <Button className="icon-button" aria-label={t['offer.next']} isDisabled={to === count} onPress={() => onPage(from + size)}>
        <span className={styles.next}>
          <Icon name="chevron" />
        </span>
      </Button>
      <Button className="button" data-kind="good" data-pending={accepting || undefined} onPress={onAcceptAll}>
        {t['offer.acceptAll']({ count })}
      </Button>
    </div>
  );
}
