import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { call, codeOf, request } from '../../shared/api/call';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { useLanguage, useLocale } from '../../shared/preferences';
import { serverClock } from '../../shared/time/server-clock';
import { dateAndTime } from '../../shared/time/spans';
import { Icon } from '../../shared/ui/icon';
import { notify } from '../../shared/ui/notices';
import { REPORT_TITLES, REPORTS, type ReportName, type ReportRow } from './report-definitions';
import { ReportTable } from './report-table';
import styles from './reports.module.css';
import { ShareChart } from './share-chart';

interface Page {
  readonly items: readonly ReportRow[];
  readonly before?: string;
}
type Loaded = Page & { readonly asOf: string };

const LIMIT = 100;

/** One report as a table, with the time it is of; reasons also as bars. */
export function Report({ name }: { name: ReportName }) {
  const t = useTexts();
  const language = useLanguage();
  const locale = useLocale();
  const failureText = useFailureText();
  const [loaded, setLoaded] = useState<Loaded>();
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const leaving = new AbortController();
    call<Page>(`/api/reports/${name}?limit=${LIMIT}`, { signal: leaving.signal }).then(
      (page) => {
        setLoaded({ ...page, asOf: new Date(serverClock.now()).toISOString() });
        setFailed(false);
      },
      () => !leaving.signal.aborted && setFailed(true),
    );
    return () => leaving.abort();
  }, [name, language, round]);

  const trouble = (error: unknown) => notify(failureText(codeOf(error)), 'bad');
  const more = async ({ items, before, asOf }: Loaded) => {
    const page = await call<Page>(`/api/reports/${name}?limit=${LIMIT}&before=${encodeURIComponent(before ?? '')}`);
    setLoaded({ ...page, items: [...items, ...page.items], asOf });
  };

  return (
    <>
      <div className={styles.tools}>
        <p role="status">{loaded && t['reports.asOf']({ time: dateAndTime(loaded.asOf, locale) })}</p>
        <Button className="button" onPress={() => setRound(round + 1)}>
          <Icon name="refresh" size={16} />
          {t['reports.refresh']}
        </Button>
        <Button className="button" onPress={() => void download(name).catch(trouble)}>
          <Icon name="download" size={16} />
          {t['reports.download']}
        </Button>
      </div>
      {failed && <p role="alert">{t['reports.failed']}</p>}
      {loaded?.items.length === 0 && <p className={styles.empty}>{t['reports.empty']}</p>}
      {loaded && loaded.items.length > 0 && (
        <>
          {name === 'wrap-up-reasons' && <ShareChart rows={loaded.items} />}
          <ReportTable caption={t[REPORT_TITLES[name]] as string} columns={REPORTS[name]} rows={loaded.items} />
          {loaded.before && (
            <Button className="button" onPress={() => void more(loaded).catch(trouble)}>
              {t['reports.more']}
            </Button>
          )}
        </>
      )}
    </>
  );
}

/** The whole report as a file, all columns. */
async function download(name: ReportName): Promise<void> {
  const answer = await request(`/api/reports/${name}?limit=500`, { accept: 'text/csv' });
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `parley-${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
