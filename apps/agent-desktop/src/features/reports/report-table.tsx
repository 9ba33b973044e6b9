import type { WrapUpReasons } from '@parley/contracts';
import { useAnswer } from '../../shared/api/use-answer';
import type { Texts } from '../../shared/i18n/texts';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLanguage, useLocale } from '../../shared/preferences';
import { clockSpan, dateAndTime } from '../../shared/time/spans';
import type { CellKind, Column, ReportRow } from './report-definitions';
import styles from './reports.module.css';

interface TableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ReportRow[];
}

const NUMERIC: readonly CellKind[] = ['number', 'span', 'percent'];

/** Rows as the server orders them. */
export function ReportTable({ caption, columns, rows }: TableProps) {
  const t = useTexts();
  const language = useLanguage();
  const locale = useLocale();
  const reasons = useAnswer<WrapUpReasons>(`/api/wrap-up-reasons?lang=${language}`).value?.items ?? [];
  const reasonName = (id: string) => reasons.find((reason) => reason.id === id)?.name ?? id;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, kind }) => (
              <th key={name} scope="col" data-numeric={NUMERIC.includes(kind) || undefined}>
                {t[`report.${name}`]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ name, kind }) => (
                <td key={name} data-numeric={NUMERIC.includes(kind) || undefined}>
                  {kind === 'reason' ? reasonName(String(row[name] ?? '')) : cell(row[name], kind, t, locale)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell(value: unknown, kind: CellKind, t: Texts, locale: string): string {
  if (value === undefined || value === null) return '–';
  if (kind === 'time') return dateAndTime(String(value), locale);
  if (kind === 'span') return clockSpan(Number(value) * 1000);
  if (kind === 'percent') return `${Number(value).toLocaleString(locale, { maximumFractionDigits: 1 })} %`;
  if (kind === 'number') return Number(value).toLocaleString(locale);
  if (kind === 'flag') return value === true ? t['reports.yes'] : t['reports.no'];
  return Array.isArray(value) ? value.join(', ') : String(value);
}
