import { clockSpan } from '../time/spans';
import { useNow } from '../time/use-now';
import styles from './time-left.module.css';

interface TimeLeftProps {
  readonly from: string;
  readonly until: string;
  /** From so little on it is urgent. */
  readonly urgentMs: number;
  /** What is left, as a sentence; `span` is a clock's `1:23`. */
  readonly children: (span: string, leftMs: number) => string;
}

/** How much is left until a deadline, as a bar and in words. The server decides when it is over. */
export function TimeLeft({ from, until, urgentMs, children }: TimeLeftProps) {
  const total = Date.parse(until) - Date.parse(from);
  const left = Math.min(total, Date.parse(until) - useNow());
  const share = Math.max(0, left / total);
  return (
    <span className={styles.left} data-urgent={left < urgentMs || undefined}>
      <span className={styles.bar}>
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
      <span role="timer" className="tabular">
        {children(clockSpan(left), left)}
      </span>
    </span>
  );
}
