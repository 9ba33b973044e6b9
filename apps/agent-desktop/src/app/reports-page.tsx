import type { Me } from '@parley/contracts';
import { lazy, Suspense } from 'react';
import { endSession } from '../shared/api/session';
import styles from './reports-page.module.css';
import { TopBar } from './top-bar';

// Agents, who are most, never load it.
const Reports = lazy(() => import('../features/reports/reports').then(({ Reports }) => ({ default: Reports })));

/** The page of those who read the numbers; supervisors who are agents too come here from their desk. */
export function ReportsPage({ me }: { me: Me }) {
  const isAgent = me.roles.includes('agent');
  return (
    <div className={styles.page}>
      <TopBar roles={me.roles} name={me.name} {...(!isAgent && { onSignOut: () => endSession() })} />
      <Suspense>
        <Reports />
      </Suspense>
    </div>
  );
}
