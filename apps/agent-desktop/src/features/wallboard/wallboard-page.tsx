import type { AgentOverview } from '@parley/contracts';
import { useState } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { LiveChip } from '../../shared/ui/live-chip';
import { AgentsTable } from './agents-table';
import { ForceStateDialog } from './force-state-dialog';
import { HoursChart, StatesChart } from './live-charts';
import { QueuesTable } from './queues-table';
import { Tiles } from './tiles';
import { useWallboard } from './use-wallboard';
import styles from './wallboard.module.css';

/** What goes on in the contact centre now, and how today went so far. */
export function WallboardPage() {
  const t = useTexts();
  const { board, live } = useWallboard();
  const [changing, setChanging] = useState<AgentOverview>();
  return (
    <main id="work" tabIndex={-1} className={styles.page}>
      <header className={styles.head}>
        <h1>{t['app.wallboard']}</h1>
        <LiveChip liveness={live ? 'live' : board ? 'behind' : 'loading'} />
        {board && <span className={styles.zone}>{t['wallboard.today']({ zone: board.today.timeZone.replaceAll('_', ' ') })}</span>}
      </header>
      {board && (
        <>
          <Tiles board={board} />
          <div className={styles.columns}>
            <QueuesTable board={board} />
            <AgentsTable board={board} onChangeState={setChanging} />
            <HoursChart today={board.today} />
            <StatesChart agents={board.agents} />
          </div>
        </>
      )}
      {changing && <ForceStateDialog agent={changing} onClose={() => setChanging(undefined)} />}
    </main>
  );
}
