import type { Message } from '@parley/contracts';
import { useTexts } from '../../../shared/i18n/use-texts';
import { Icon, type IconName } from '../../../shared/ui/icon';
import styles from './bubbles.module.css';
import { deliveryOf, type DeliveryState } from './delivery-state';

const ICONS: Record<DeliveryState, IconName> = {
  pending: 'clock',
  sent: 'check',
  delivered: 'doubleCheck',
  read: 'doubleCheck',
  failed: 'alert',
  uncertain: 'alert',
};

/** The ticks of a message of ours: a sign and a word, the word only aloud where `quiet`. */
export function Delivery({ message, quiet }: { message: Message; quiet: boolean }) {
  const t = useTexts();
  const delivery = deliveryOf(message);
  if (!delivery) return null;
  const word = t[`message.status.${delivery}`];
  const inWords = !quiet || delivery === 'failed' || delivery === 'uncertain';
  return (
    <span className={styles.delivery} data-delivery={delivery} title={word}>
      <Icon name={ICONS[delivery]} size={15} />
      <span className={inWords ? undefined : 'visually-hidden'}>{word}</span>
    </span>
  );
}
