import { useDeskState } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { OFFERS } from './first-accept';
import { OfferList } from './offer-list';
import styles from './offers.module.css';
import type { Accepting } from './use-accepting';

interface StackProps {
  readonly accepting: Accepting;
  /** Whether requests are shown here, and not in the bar. */
  readonly here: boolean;
}

/**
 * The requests that the agent is asked to take, under the list of tasks and beside the conversation: they cover neither. A dialog covers
 * the page but not them, which is why the place is there before there are any.
 */
export function OfferStack({ accepting, here }: StackProps) {
  const t = useTexts();
  const offers = useDeskState(({ offers }) => offers);
  const shown = here && offers.length > 0;
  return (
    <section className={styles.stack} aria-label={t['offer.region']} data-react-aria-top-layer="true" data-offers="beside" hidden={!shown} {...(shown && { id: OFFERS })}>
      {shown && <OfferList offers={offers} accepting={accepting} />}
    </section>
  );
}
