import type { Offer } from '@parley/contracts';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import { SteadyButton } from '../../shared/ui/steady-button';
import { ACCEPT_KEYS } from './first-accept';
import styles from './offers.module.css';
import type { Accepting } from './use-accepting';

interface AcceptProps {
  readonly offer: Offer;
  readonly accepting: Accepting;
  /** The oldest of the requests, which the keys lead to. */
  readonly first: boolean;
  /** The id of what says whose request it is. */
  readonly describedBy: string;
}

/** Takes one request. */
export function AcceptButton({ offer, accepting: { accept, isAccepting }, first, describedBy }: AcceptProps) {
  const t = useTexts();
  return (
    <SteadyButton
      className={`button ${styles.accept}`}
      data-kind="good"
      busy={isAccepting(offer.offerId)}
      data-first-accept={first || undefined}
      aria-describedby={describedBy}
      keys={first ? ACCEPT_KEYS : undefined}
      onPress={() => accept([offer])}
    >
      <Icon name="check" />
      {t['action.accept']}
    </SteadyButton>
  );
}
