import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTexts } from '../../shared/i18n/use-texts';
import { serverClock } from '../../shared/time/server-clock';
import { Report } from './report';
import { REPORT_TITLES, REPORTS, type ReportName } from './report-definitions';
import { scopeOf } from './report-scope';
import styles from './reports.module.css';
import { ScopeFields } from './scope-fields';

const NAMES = Object.keys(REPORTS) as ReportName[];

/** What happened in the contact centre, for supervisors and analysts. */
export function Reports() {
  const t = useTexts();
  const [chosen, setChosen] = useState<ReportName>('conversations');
  const [scope, setScope] = useState(() => scopeOf(serverClock.now()));
  return (
    <main id="work" tabIndex={-1} className={styles.page}>
      <header className={styles.head}>
        <h1>{t['reports.title']}</h1>
        <ScopeFields scope={scope} onChange={setScope} />
      </header>
      <Tabs selectedKey={chosen} onSelectionChange={(key) => setChosen(key as ReportName)} className={styles.tabs}>
        <TabList aria-label={t['reports.title']} className={styles.tabList}>
          {NAMES.map((name) => (
            <Tab key={name} id={name} className={styles.tab}>
              {t[REPORT_TITLES[name]] as string}
            </Tab>
          ))}
        </TabList>
        {NAMES.map((name) => (
          <TabPanel key={name} id={name} className={styles.panel}>
            <Report name={name} scope={scope} />
          </TabPanel>
        ))}
      </Tabs>
    </main>
  );
}
