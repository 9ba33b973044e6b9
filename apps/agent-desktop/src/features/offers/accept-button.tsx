import type { Offer } from '@parley/contracts';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
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
    <Button
      className={`button ${styles.accept}`}
      data-kind="good"
      data-pending={isAccepting(offer.offerId) || undefined}
      data-first-accept={first || undefined}
      aria-describedby={describedBy}
      // The library passes on only the attributes that it knows.
      render={(props) => <button {...props} {...(first && { 'aria-keyshortcuts': ACCEPT_KEYS })} />}
      onPress={() => void accept([offer])}
    >
      <Icon name="check" />
      {t['action.accept']}
    </Button>
  );
}
