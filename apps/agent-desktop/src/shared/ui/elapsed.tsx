import { clockSpan } from '../time/spans';
import { useNow } from '../time/use-now';

/** Counts up from `since` on the server's clock. */
export function Elapsed({ since, label }: { since: string; label: string }) {
  const ms = useNow() - Date.parse(since);
  return (
    <span role="timer" aria-label={label} className="tabular">
      {clockSpan(ms)}
    </span>
  );
}

/** Counts down to `until` on the server's clock. */
export function Remaining({ until, label }: { until: string; label: string }) {
  const ms = Date.parse(until) - useNow();
  return (
    <span role="timer" aria-label={label} className="tabular">
      {clockSpan(ms)}
    </span>
  );
}
