import type { ConversationStatus, WrapUpReasons } from '@parley/contracts';
import { useAnswer } from '../../shared/api/use-answer';
import type { TextKey, Texts } from '../../shared/i18n/texts';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLanguage, useLocale } from '../../shared/preferences';
import { clockSpan, dateAndTime } from '../../shared/time/spans';
import type { CellKind, Column, ReportRow } from './report-definitions';
import styles from './reports.module.css';

interface TableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ReportRow[];
  /** Each row is of one interval, which stands first. */
  readonly withInterval: boolean;
}

const NUMERIC: readonly CellKind[] = ['number', 'span', 'percent'];

/** Rows as the server orders them. */
export function ReportTable({ caption, columns, rows, withInterval }: TableProps) {
  const t = useTexts();
  const cell = useCells();
  const shown: readonly Column[] = withInterval ? [{ name: 'intervalStart', kind: 'time' }, ...columns] : columns;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {shown.map(({ name, kind }) => (
              <th key={name} scope="col" data-numeric={NUMERIC.includes(kind) || undefined}>
                {t[`report.${name}`]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {shown.map(({ name, kind }) => (
                <td key={name} data-numeric={NUMERIC.includes(kind) || undefined}>
                  {cell(row[name], kind)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How a value is written. Reasons and agents have names, whatever the server calls them. */
function useCells(): (value: unknown, kind: CellKind) => string {
  const t = useTexts();
  const language = useLanguage();
  const locale = useLocale();
  const reasons = useAnswer<WrapUpReasons>(`/api/wrap-up-reasons?lang=${language}`).value?.items ?? [];
  const agents = useAnswer<{ items: readonly ReportRow[] }>('/api/reports/agents?limit=1000').value?.items ?? [];
  const reasonName = (id: string) => reasons.find((reason) => reason.id === id)?.name ?? id;
  const agentName = (id: string) => String(agents.find((row) => row['agentId'] === id)?.['agentName'] ?? id);
  return (value, kind) => {
    if (value === undefined || value === null) return '–';
    switch (kind) {
      case 'time':
        return dateAndTime(String(value), locale);
      case 'span':
        return clockSpan(Number(value) * 1000);
      case 'percent':
        return `${Number(value).toLocaleString(locale, { maximumFractionDigits: 1 })} %`;
      case 'number':
        return Number(value).toLocaleString(locale);
      case 'flag':
        return value === true ? t['reports.yes'] : t['reports.no'];
      case 'reason':
        return listed(value, reasonName);
      case 'agent':
        return listed(value, agentName);
      case 'endedBy':
        return named(`by.${String(value)}`, value, t);
      case 'endReason':
        return named(`ended.${String(value)}`, value, t);
      case 'status':
        return statusName(value as ConversationStatus, t);
      case 'text':
        return String(value);
    }
  };
}

const listed = (value: unknown, name: (id: string) => string): string =>
  (Array.isArray(value) ? [...new Set(value as string[])] : [String(value)]).map(name).join(', ');

/** A word of a newer server stands as it came. */
function named(key: string, value: unknown, t: Texts): string {
  const text = t[key as TextKey];
  return typeof text === 'string' ? text : String(value);
}

function statusName(status: ConversationStatus, t: Texts): string {
  if (status === 'conference-requested') return t['status.confRequested'];
  return status === 'conference' ? t['status.conf'] : named(`conversation.status.${status}`, status, t);
}
