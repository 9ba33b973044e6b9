import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTexts } from '../../shared/i18n/use-texts';
import { Report } from './report';
import { REPORT_TITLES, REPORTS, type ReportName } from './report-definitions';
import styles from './reports.module.css';

const NAMES = Object.keys(REPORTS) as ReportName[];

/** What happened in the contact centre, for supervisors and analysts. */
export function Reports() {
  const t = useTexts();
  const [chosen, setChosen] = useState<ReportName>('conversations');
  return (
    <main className={styles.page}>
      <h1>{t['reports.title']}</h1>
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
            <Report name={name} />
          </TabPanel>
        ))}
      </Tabs>
    </main>
  );
}
