import { useTexts } from '../../shared/i18n/use-texts';
import type { ReportRow } from './report-definitions';
import styles from './reports.module.css';

/** How often each reason was given, as bars with their numbers beside them; the table below says the same. */
export function ShareChart({ rows }: { rows: readonly ReportRow[] }) {
  const t = useTexts();
  const counted = rows
    .map((row) => ({ name: String(row['reasonName'] ?? row['reasonId'] ?? ''), count: Number(row['count'] ?? 0) }))
    .sort((one, other) => other.count - one.count);
  const most = Math.max(1, ...counted.map(({ count }) => count));
  const total = Math.max(
    1,
    counted.reduce((sum, { count }) => sum + count, 0),
  );
  return (
    <figure className={styles.chart}>
      <figcaption>{t['reports.chart']}</figcaption>
      {counted.map(({ name, count }) => (
        <div key={name} className={styles.barRow}>
          <span>{name}</span>
          <span className={styles.bar}>
            <span style={{ width: `${(count / most) * 100}%` }} />
          </span>
          <span className="tabular">
            {count} ({Math.round((count / total) * 100)} %)
          </span>
        </div>
      ))}
    </figure>
  );
}
