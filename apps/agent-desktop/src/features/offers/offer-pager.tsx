import type { Offer } from '@parley/contracts';
import { useRef } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import { useFocusHandedOn } from '../../shared/ui/keep-focus';
import { SteadyButton } from '../../shared/ui/steady-button';
import { FIRST_ACCEPT } from './first-accept';
import styles from './offers.module.css';
import type { Accepting } from './use-accepting';

interface PagerProps {
  /** Which of the requests is the first on this page, from 0 on. */
  readonly from: number;
  readonly size: number;
  readonly offers: readonly Offer[];
  readonly accepting: Accepting;
  readonly onPage: (from: number) => void;
}

/** Above more requests than fit: which are shown, the way to the others, and Accept for all of them. */
export function OfferPager({ from, size, offers, accepting: { accept, isAccepting }, onPage }: PagerProps) {
  const t = useTexts();
  const pager = useRef<HTMLDivElement>(null);
  useFocusHandedOn([FIRST_ACCEPT], pager);
  const count = offers.length;
  const allPending = offers.every(({ offerId }) => isAccepting(offerId));
  const to = Math.min(from + size, count);
  return (
    <div className={styles.pager} role="group" aria-label={t['offer.pager']} ref={pager}>
      <SteadyButton className="icon-button" aria-label={t['offer.previous']} can={from > 0} onPress={() => onPage(from - size)}>
        <span className={styles.previous}>
          <Icon name="chevron" />
        </span>
      </SteadyButton>
      <span className={`${styles.range} tabular`}>{t['offer.range']({ from: from + 1, to, count })}</span>
      <SteadyButton className="icon-button" aria-label={t['offer.next']} can={to < count} onPress={() => onPage(from + size)}>
        <span className={styles.next}>
          <Icon name="chevron" />
        </span>
      </SteadyButton>
      <SteadyButton className="button" data-kind="good" busy={allPending} onPress={() => void accept(offers)}>
        {t['offer.acceptAll']({ count })}
      </SteadyButton>
    </div>
  );
}
