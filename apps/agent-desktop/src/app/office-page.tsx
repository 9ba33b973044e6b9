import type { Me } from '@parley/contracts';
import { lazy, type ReactNode, Suspense } from 'react';
import { endSession } from '../shared/api/session';
import { useTexts } from '../shared/i18n/use-texts';
import type { Route } from '../shared/router';
import styles from './office-page.module.css';
import { SkipLink, SkipToRequests } from './skip-links';
import { TopBar } from './top-bar';

// Agents, who are most, never load them.
const Reports = lazy(() => import('../features/reports/reports').then(({ Reports }) => ({ default: Reports })));
const Wallboard = lazy(() => import('../features/wallboard/wallboard-page').then(({ WallboardPage }) => ({ default: WallboardPage })));
const Supervision = lazy(() => import('../features/supervision/supervision-page').then(({ SupervisionPage }) => ({ default: SupervisionPage })));

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
      <Suspense fallback={<main id="work" className={styles.loading} aria-busy="true" />}>
        {route.page === 'wallboard' && <Wallboard />}
        {route.page === 'supervision' && <Supervision me={me} conversationId={route.conversationId} />}
        {route.page === 'reports' && <Reports />}
      </Suspense>
      {agent?.requests}
    </div>
  );
}
