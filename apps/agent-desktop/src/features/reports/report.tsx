import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { call, codeOf, request } from '../../shared/api/call';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { useLanguage, useLocale } from '../../shared/preferences';
import { serverClock } from '../../shared/time/server-clock';
import { dateAndTime } from '../../shared/time/spans';
import { Icon } from '../../shared/ui/icon';
import { notify } from '../../shared/ui/notices';
import { ReportCharts } from './report-charts';
import { REPORT_TITLES, REPORTS, type ReportName, type ReportRow } from './report-definitions';
import { queryOf, type Scope } from './report-scope';
import { ReportTable } from './report-table';
import styles from './reports.module.css';

interface Page {
  readonly items: readonly ReportRow[];
  readonly before?: string;
}
type Loaded = Page & { readonly scope: Scope; readonly asOf: string; readonly query: string };

const LIMIT = '100';

/** One report as charts and a table, with the time it is of. */
export function Report({ name, scope }: { name: ReportName; scope: Scope }) {
  const t = useTexts();
  const language = useLanguage();
  const locale = useLocale();
  const failureText = useFailureText();
  const [loaded, setLoaded] = useState<Loaded>();
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const leaving = new AbortController();
    const query = queryOf(scope, serverClock.now());
    call<Page>(`/api/reports/${name}?${query}&limit=${LIMIT}`, { signal: leaving.signal }).then(
      (page) => {
        setLoaded({ ...page, scope, query, asOf: new Date(serverClock.now()).toISOString() });
        setFailed(false);
      },
      () => {
        if (leaving.signal.aborted) return;
        // Rows of another scope would be taken for those of this one.
        setLoaded((last) => (last?.scope === scope ? last : undefined));
        setFailed(true);
      },
    );
    return () => leaving.abort();
  }, [name, scope, language, round]);

  const trouble = (error: unknown) => notify(failureText(codeOf(error)), 'bad');
  const more = async (first: Loaded) => {
    const { before, query } = first;
    const page = await call<Page>(`/api/reports/${name}?${query}&limit=${LIMIT}&before=${encodeURIComponent(before ?? '')}`);
    // What is shown by then may be of another scope, or have this page already.
    setLoaded((last) => (last === first ? { ...withoutCursor(first), ...page, items: [...first.items, ...page.items] } : last));
  };
  const title = t[REPORT_TITLES[name]] as string;

  return (
    <>
      <div className={styles.tools}>
        <p role="status">{loaded && t['reports.asOf']({ time: dateAndTime(loaded.asOf, locale) })}</p>
        <Button className="button" onPress={() => setRound(round + 1)}>
          <Icon name="refresh" size={16} />
          {t['reports.refresh']}
        </Button>
        <Button className="button" onPress={() => void download(name, queryOf(scope, serverClock.now())).catch(trouble)}>
          <Icon name="download" size={16} />
          {t['reports.download']}
        </Button>
      </div>
      {failed && <p role="alert">{t['reports.failed']}</p>}
      {loaded?.items.length === 0 && <p className={styles.empty}>{t['reports.empty']}</p>}
      {loaded && loaded.items.length > 0 && (
        <>
          <ReportCharts name={name} scope={scope} rows={loaded.items} round={round} />
          <ReportTable caption={title} columns={REPORTS[name]} rows={loaded.items} withInterval={scope.interval !== 'none' && name !== 'conversations'} />
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

const withoutCursor = ({ before: _before, ...rest }: Loaded) => rest;

/** The whole report as a file, all columns and all rows; of one moment, as far as the API gives them in one answer. */
async function download(name: ReportName, query: string): Promise<void> {
  const parts: string[] = [];
  for (let before: string | null = ''; before !== null; ) {
    const answer: Response = await request(`/api/reports/${name}?${query}${before && `&before=${encodeURIComponent(before)}`}`, { accept: 'text/csv' });
    const text = await answer.text();
    parts.push(parts.length === 0 ? text : text.slice(text.indexOf('\r\n') + 2));
    before = answer.headers.get('x-parley-before');
  }
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `parley-${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
