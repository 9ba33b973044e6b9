import type { AgentOverview, WallboardToday } from '@parley/contracts';
import type { ChartData, Tone } from '../../shared/charts/chart';
import { ChartFigure } from '../../shared/charts/chart-figure';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { serverClock } from '../../shared/time/server-clock';
import { type Standing, standingOf } from './wallboard-state';

const whole = (locale: string) => (value: number) => value.toLocaleString(locale, { maximumFractionDigits: 0 });

/** Today so far, hour by hour, from the first in which anything happened. */
export function HoursChart({ today }: { today: WallboardToday }) {
  const t = useTexts();
  const locale = useLocale();
  const begun = today.hours.filter(({ startsAt }) => Date.parse(startsAt) <= serverClock.now());
  const first = begun.findIndex(({ received, answered, abandoned }) => received + answered + abandoned > 0);
  const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: today.timeZone });
  const from = first < 0 ? Math.max(0, begun.length - 6) : Math.min(first, Math.max(0, begun.length - 6));
  const data: ChartData = {
    kind: 'bars',
    axis: t['wallboard.hour'],
    format: whole(locale),
    series: [
      { key: 'received', label: t['wallboard.received'], tone: 'muted' },
      { key: 'answered', label: t['wallboard.answered'], tone: 'accent' },
      { key: 'abandoned', label: t['wallboard.abandoned'], tone: 'danger' },
    ],
    points: begun.slice(from).map(({ startsAt, received, answered, abandoned }) => ({
      label: hour.format(new Date(startsAt)),
      values: { received, answered, abandoned },
    })),
  };
  return <ChartFigure title={t['wallboard.byHour']} data={data} />;
}

const TONES: Record<Standing, Tone> = { available: 'good', finishing: 'accent', idle: 'warn', rona: 'danger', offline: 'muted' };

export function StatesChart({ agents }: { agents: readonly AgentOverview[] }) {
  const t = useTexts();
  const locale = useLocale();
  const standings = Object.keys(TONES) as Standing[];
  const nameOf = (standing: Standing) => (standing === 'finishing' ? t['wallboard.finishing'] : t[`state.${standing}`]);
  const data: ChartData = {
    kind: 'across',
    axis: t['wallboard.state'],
    format: whole(locale),
    series: standings.map((standing) => ({ key: standing, label: nameOf(standing), tone: TONES[standing] })),
    points: standings.map((standing) => ({
      label: nameOf(standing),
      values: { [standing]: agents.filter((agent) => standingOf(agent) === standing).length },
    })),
  };
  return <ChartFigure title={t['wallboard.byState']} data={data} />;
}
