import { useMemo } from 'react';
import { useAnswer } from '../../shared/api/use-answer';
import type { ChartData, Point } from '../../shared/charts/chart';
import { ChartFigure } from '../../shared/charts/chart-figure';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { serverClock } from '../../shared/time/server-clock';
import { clockSpan } from '../../shared/time/spans';
import { byInterval, intervalName, sumsIn } from './chart-points';
import type { ReportName, ReportRow } from './report-definitions';
import { chartInterval, queryOf, type Scope } from './report-scope';
import styles from './reports.module.css';
import { ShareChart } from './share-chart';

interface ChartsProps {
  readonly name: ReportName;
  readonly scope: Scope;
  readonly rows: readonly ReportRow[];
  /** Rises when the report is read again. */
  readonly round: number;
}

/** What each report looks like; the table below says the same in numbers. */
export function ReportCharts({ name, scope, rows, round }: ChartsProps) {
  if (name === 'agents') return <AgentCharts rows={rows} />;
  if (name === 'wrap-up-reasons') return <ShareChart rows={rows} />;
  return <TimeCharts scope={scope} round={round} />;
}

const CHART_ROWS = '2000';
const AGENTS_MAX = 20;

/** Conversations and the service level from hour to hour, or from day to day. */
function TimeCharts({ scope, round }: Pick<ChartsProps, 'scope' | 'round'>) {
  const t = useTexts();
  const locale = useLocale();
  const interval = chartInterval(scope);
  const query = useMemo(() => queryOf({ ...scope, interval }, serverClock.now(), { limit: CHART_ROWS }), [scope, interval, round]);
  const rows = useAnswer<{ items: readonly ReportRow[] }>(`/api/reports/queues?${query}`).value?.items ?? [];
  const points = byInterval(rows);
  const label = (startsAt: string) => intervalName(startsAt, interval, locale);
  const whole = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: 0 });
  const counts: ChartData = {
    kind: 'bars',
    axis: t[`reports.interval.${interval}`],
    format: whole,
    series: [
      { key: 'received', label: t['report.received'], tone: 'muted' },
      { key: 'answered', label: t['report.answered'], tone: 'accent' },
      { key: 'abandoned', label: t['report.abandoned'], tone: 'danger' },
    ],
    points: points.map(([startsAt, inIt]): Point => ({ label: label(startsAt), values: sumsIn(inIt, ['received', 'answered', 'abandoned']) })),
  };
  const queues = [...new Map(rows.map((row) => [String(row['queueId']), String(row['queueName'])]))];
  const tones = ['accent', 'good', 'warn', 'danger', 'muted'] as const;
  const levels: ChartData = {
    kind: 'line',
    axis: t[`reports.interval.${interval}`],
    format: (value) => `${whole(value)} %`,
    max: 100,
    series: queues.slice(0, tones.length).map(([key, name], index) => ({ key, label: name, tone: tones[index]! })),
    points: points.map(([startsAt, inIt]): Point => ({
      label: label(startsAt),
      values: Object.fromEntries(inIt.map((row) => [String(row['queueId']), row['serviceLevelPercent'] as number | undefined])),
    })),
  };
  const hasLevels = rows.some((row) => row['serviceLevelPercent'] !== undefined);
  if (points.length === 0) return null;
  return (
    <div className={styles.charts}>
      <ChartFigure title={t['reports.inTime']} data={counts} />
      {hasLevels && <ChartFigure title={t['reports.levelInTime']} data={levels} {...(queues.length > tones.length && { note: t['reports.truncated'] })} />}
    </div>
  );
}

/** What each agent did, and in which state they were. */
function AgentCharts({ rows }: Pick<ChartsProps, 'rows'>) {
  const t = useTexts();
  const locale = useLocale();
  const byAgent = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const name = String(row['agentName']);
    byAgent.set(name, [...(byAgent.get(name) ?? []), row]);
  }
  const agents = [...byAgent].slice(0, AGENTS_MAX);
  const points = (keys: readonly string[]) => agents.map(([label, own]): Point => ({ label, values: sumsIn(own, keys) }));
  const note = byAgent.size > AGENTS_MAX ? { note: t['reports.truncated'] } : {};
  const work: ChartData = {
    kind: 'across',
    axis: t['report.agentName'],
    format: (value) => value.toLocaleString(locale, { maximumFractionDigits: 0 }),
    series: [
      { key: 'handled', label: t['report.handled'], tone: 'accent' },
      { key: 'missed', label: t['report.missed'], tone: 'danger' },
      { key: 'rejected', label: t['report.rejected'], tone: 'warn' },
    ],
    points: points(['handled', 'missed', 'rejected']),
  };
  const states: ChartData = {
    kind: 'across',
    axis: t['report.agentName'],
    format: (value) => clockSpan(value * 1000),
    series: [
      { key: 'availableSeconds', label: t['report.availableSeconds'], tone: 'good' },
      { key: 'idleSeconds', label: t['report.idleSeconds'], tone: 'warn' },
      { key: 'ronaSeconds', label: t['report.ronaSeconds'], tone: 'danger' },
    ],
    points: points(['availableSeconds', 'idleSeconds', 'ronaSeconds']),
  };
  const hasStates = rows.some((row) => row['availableSeconds'] !== undefined || row['idleSeconds'] !== undefined || row['ronaSeconds'] !== undefined);
  return (
    <div className={styles.charts}>
      <ChartFigure title={t['reports.perAgent']} data={work} {...note} />
      {hasStates && <ChartFigure title={t['reports.stateTime']} data={states} {...note} />}
    </div>
  );
}
