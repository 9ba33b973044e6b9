import type { Wallboard } from '@parley/contracts';
import type { ReactNode } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { Icon, type IconName } from '../../shared/ui/icon';
import { Elapsed } from '../../shared/ui/elapsed';
import { isAvailable, totalsOf } from './wallboard-state';
import styles from './wallboard.module.css';

/** The figures that are read from across the room. */
export function Tiles({ board: { queues, agents } }: { board: Wallboard }) {
  const t = useTexts();
  const locale = useLocale();
  const { longest, ...totals } = totalsOf(queues);
  const signedIn = agents.filter(({ state }) => state.name !== 'offline').length;
  const available = agents.filter(isAvailable).length;
  const number = (value: number) => value.toLocaleString(locale);
  return (
    <section aria-label={t['wallboard.now']}>
      <dl className={styles.tiles}>
        <Tile icon="clock" name={t['wallboard.waiting']} value={number(totals.waiting)} alarming={totals.waiting > 0}>
          {longest ? (
            <>
              {longest.name} · <Elapsed since={longest.longestWaitSince!} label={t['wallboard.longestWait.of']({ queue: longest.name })} />
            </>
          ) : (
            t['wallboard.nobodyWaits']
          )}
        </Tile>
        <Tile icon="sparkle" name={t['wallboard.offered']} value={number(totals.offered)} />
        <Tile icon="chat" name={t['wallboard.active']} value={number(totals.active)} />
        <Tile icon="people" name={t['wallboard.available']} value={number(available)}>
          {t['wallboard.ofAgents']({ count: signedIn })}
        </Tile>
        <Tile icon="check" name={t['wallboard.answered']} value={number(totals.answered)}>
          {t['wallboard.today.short']}
        </Tile>
        <Tile icon="personOff" name={t['wallboard.abandoned']} value={number(totals.abandoned)}>
          {t['wallboard.today.short']}
        </Tile>
      </dl>
    </section>
  );
}

interface TileProps {
  readonly icon: IconName;
  readonly name: string;
  readonly value: string;
  readonly alarming?: boolean;
  readonly children?: ReactNode;
}

function Tile({ icon, name, value, alarming = false, children }: TileProps) {
  return (
    <div className={styles.tile} data-alarming={alarming || undefined}>
      <dt>
        <Icon name={icon} size={16} /> {name}
      </dt>
      <dd>
        <span className={styles.figure}>{value}</span> <span className={styles.detail}>{children}</span>
      </dd>
    </div>
  );
}
