import { useTexts } from '../../../shared/i18n/use-texts';
import { useLocale } from '../../../shared/preferences';
import { timeToTheSecond } from '../../../shared/time/spans';
import { Icon } from '../../../shared/ui/icon';
import { SteadyButton } from '../../../shared/ui/steady-button';
import styles from './actions.module.css';

interface AsOfProps {
  readonly asOfMs: number | undefined;
  readonly loading: boolean;
  readonly failed: boolean;
  readonly onRefresh: () => void;
}

/** How old the list is, and the button that brings the latest. */
export function AsOf({ asOfMs, loading, failed, onRefresh }: AsOfProps) {
  const t = useTexts();
  const locale = useLocale();
  const known = asOfMs === undefined ? '' : t['request.asOf']({ time: timeToTheSecond(asOfMs, locale) });
  return (
    <div className={styles.asOf} data-failed={failed || undefined}>
      <span role="status">{failed ? `${t['request.loadFailed']} ${known}` : known || t['request.loading']}</span>
      <SteadyButton className="button" data-kind="quiet" busy={loading} onPress={onRefresh}>
        <Icon name="refresh" size={15} />
        {t['request.refresh']}
      </SteadyButton>
    </div>
  );
}
