import type { Me } from '@parley/contracts';
import { lazy, type ReactNode, Suspense } from 'react';
import { endSession } from '../shared/api/session';
import { useTexts } from '../shared/i18n/use-texts';
import type { Route } from '../shared/router';
import styles from './office-page.module.css';
import { TopBar } from './top-bar';

// Agents, who are most, never load them.
const Reports = lazy(() => import('../features/reports/reports').then(({ Reports }) => ({ default: Reports })));
const Wallboard = lazy(() => import('../features/wallboard/wallboard-page').then(({ WallboardPage }) => ({ default: WallboardPage })));
const Supervision = lazy(() => import('../features/supervision/supervision-page').then(({ SupervisionPage }) => ({ default: SupervisionPage })));

interface OfficePageProps {
  readonly me: Me;
  readonly route: Exclude<Route, { page: 'desk' }>;
  /** Of those who are agents too: how they change their state, and the wrap-up that they owe. */
  readonly state?: ReactNode;
  /** Of those who are agents too: why no requests come, and that what they see may be old. */
  readonly banners?: ReactNode;
}

/** A page of those who lead and those who count; supervisors who are agents too come here from their desk. */
export function OfficePage({ me, route, state, banners }: OfficePageProps) {
  const t = useTexts();
  const isAgent = me.roles.includes('agent');
  return (
    <div className={styles.page}>
      <a href="#work" className={styles.skip}>
        {t['app.skipToContent']}
      </a>
      <TopBar roles={me.roles} name={me.name} current={route.page} {...(!isAgent && { onSignOut: () => endSession() })}>
        {state}
      </TopBar>
      {banners ?? <div />}
      <Suspense fallback={<main id="work" className={styles.loading} aria-busy="true" />}>
        {route.page === 'wallboard' && <Wallboard />}
        {route.page === 'supervision' && <Supervision me={me} conversationId={route.conversationId} />}
        {route.page === 'reports' && <Reports />}
      </Suspense>
    </div>
  );
}
