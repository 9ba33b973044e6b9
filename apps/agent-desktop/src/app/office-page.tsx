import type { Me } from '@parley/contracts';
import { type ReactNode, useRef } from 'react';
import { endSession } from '../shared/api/session';
import { useTexts } from '../shared/i18n/use-texts';
import type { Route } from '../shared/router';
import { useFocusHandedOn } from '../shared/ui/keep-focus';
import { lazyPart } from '../shared/ui/lazy-part';
import styles from './office-page.module.css';
import { SkipLink, SkipToRequests } from './skip-links';
import { TopBar } from './top-bar';

// Agents, who are most, never load them.
const Reports = lazyPart(() => import('../features/reports/reports').then(({ Reports }) => Reports));
const Wallboard = lazyPart(() => import('../features/wallboard/wallboard-page').then(({ WallboardPage }) => WallboardPage));
const Supervision = lazyPart(() => import('../features/supervision/supervision-page').then(({ SupervisionPage }) => SupervisionPage));

const PLACES = {
  waiting: <Loading />,
  failed: (trouble: ReactNode) => (
    <main id="work" tabIndex={-1} className={styles.loading}>
      {trouble}
    </main>
  ),
};

interface OfficePageProps {
  readonly me: Me;
  readonly route: Exclude<Route, { page: 'desk' }>;
  /** Of those who are agents too: how they change their state, what they must know and are reminded of, and who asks for them. */
  readonly agent?: { readonly state: ReactNode; readonly banners: ReactNode; readonly requests: ReactNode };
}

/** A page of those who lead and those who count; supervisors who are agents too come here from their desk. */
export function OfficePage({ me, route, agent }: OfficePageProps) {
  const t = useTexts();
  return (
    <div className={styles.page}>
      <SkipLink>{t['app.skipToContent']}</SkipLink>
      {agent && <SkipToRequests />}
      <TopBar roles={me.roles} name={me.name} current={route.page} {...(!agent && { onSignOut: () => endSession() })}>
        {agent?.state}
      </TopBar>
      {agent?.banners ?? <div />}
      {route.page === 'wallboard' && <Wallboard places={PLACES} />}
      {route.page === 'supervision' && <Supervision places={PLACES} me={me} conversationId={route.conversationId} />}
      {route.page === 'reports' && <Reports places={PLACES} />}
      {agent?.requests}
    </div>
  );
}

/** Who waits here with the keyboard has it on the page that comes. */
function Loading() {
  const place = useRef<HTMLElement>(null);
  useFocusHandedOn([], place);
  return <main id="work" tabIndex={-1} className={styles.loading} aria-busy="true" ref={place} />;
}
