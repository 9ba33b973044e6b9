import type { Wallboard, WallboardQueue } from '@parley/contracts';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { navigate, supervisionPath } from '../../shared/router';
import { clockSpan } from '../../shared/time/spans';
import { useNow } from '../../shared/time/use-now';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { isAvailable } from './wallboard-state';
import tables from './tables.module.css';
import styles from './wallboard.module.css';

/** One row a queue: now on the left, today on the right. */
export function QueuesTable({ board: { queues, agents } }: { board: Wallboard }) {
  const t = useTexts();
  const availableFor = (id: string) => agents.filter((agent) => isAvailable(agent) && agent.queues.includes(id)).length;
  const columns = [
    t['wallboard.waiting'],
    t['wallboard.longestWait'],
    t['wallboard.offered'],
    t['wallboard.active'],
    t['wallboard.available'],
    t['wallboard.serviceLevel'],
    t['wallboard.answered'],
    t['wallboard.abandoned'],
    t['wallboard.speedOfAnswer'],
  ];
  return (
    <section className={styles.panel} aria-labelledby="wallboard-queues">
      <h2 id="wallboard-queues">{t['wallboard.queues']}</h2>
      <div className={tables.scroll} tabIndex={0} role="group" aria-labelledby="wallboard-queues">
        <table className={tables.table} aria-labelledby="wallboard-queues">
          <thead>
            <tr>
              <th scope="col">{t['wallboard.queue']}</th>
              {columns.map((name) => (
                <th key={name} scope="col" data-numeric {...(name === t['wallboard.serviceLevel'] && { title: t['wallboard.serviceLevel.why'] })}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <QueueRow key={queue.queueId} queue={queue} available={availableFor(queue.queueId)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function QueueRow({ queue, available }: { queue: WallboardQueue; available: number }) {
  const t = useTexts();
  const locale = useLocale();
  const { queueId, name, longestWaitSince, serviceLevelSeconds, serviceLevelPercent, averageSpeedOfAnswerSeconds } = queue;
  const path = `${supervisionPath()}?status=open&queue=${encodeURIComponent(queueId)}`;
  return (
    <tr>
      <th scope="row">
        <a
          href={path}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            navigate(path);
          }}
        >
          {name}
        </a>
      </th>
      <td data-numeric data-strong={queue.waiting > 0 || undefined}>
        {queue.waiting}
      </td>
      <td data-numeric>
        {longestWaitSince ? <Wait since={longestWaitSince} levelSeconds={serviceLevelSeconds} label={t['wallboard.longestWait.of']({ queue: name })} /> : '–'}
      </td>
      <td data-numeric>{queue.offered}</td>
      <td data-numeric>{queue.active}</td>
      <td data-numeric>{available}</td>
      <td data-numeric>
        <ServiceLevel percent={serviceLevelPercent} locale={locale} {...(serviceLevelSeconds && { within: t['wallboard.within']({ span: clockSpan(serviceLevelSeconds * 1000) }) })} />
      </td>
      <td data-numeric>{queue.answered}</td>
      <td data-numeric>{queue.abandoned}</td>
      <td data-numeric>{averageSpeedOfAnswerSeconds === undefined ? '–' : clockSpan(averageSpeedOfAnswerSeconds * 1000)}</td>
    </tr>
  );
}

/** Runs; from the service level on it is marked. */
function Wait({ since, levelSeconds, label }: { since: string; levelSeconds: number | undefined; label: string }) {
  const waitedMs = useNow() - Date.parse(since);
  const late = levelSeconds !== undefined && waitedMs > levelSeconds * 1000;
  return (
    <span className={tables.wait} data-late={late || undefined}>
      {late && <Icon name="alert" size={14} />}
      <Elapsed since={since} label={label} />
    </span>
  );
}

function ServiceLevel({ percent, locale, within }: { percent: number | undefined; locale: string; within?: string }) {
  if (percent === undefined) return '–';
  const grade = percent >= 80 ? 'good' : percent >= 50 ? 'warn' : 'bad';
  return (
    <span className={tables.level} data-grade={grade} {...(within && { title: within })}>
      <span className={tables.levelBar} aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      {percent.toLocaleString(locale, { maximumFractionDigits: 0 })} %
    </span>
  );
}
