import { stringify } from 'csv-stringify/sync';
import type { ReportRow } from './reports.query';

/** A cell that a spreadsheet would take for a formula is kept as text. */
const FORMULA = /^[=+\-@\t\r\n]/;
/** A phone number is none. */
const NUMBER = /^[+-]?\d[\d .]*$/;

const safe = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/** RFC 4180 with a header; lists are joined by a blank; a cell never runs as a formula. Columns are those of `columns`, in order. */
export function toCsv(items: readonly ReportRow[], columns: readonly string[], { header = true } = {}): string {
  return stringify([...items], {
    header,
    columns: [...columns],
    record_delimiter: '\r\n',
    cast: {
      boolean: (value) => String(value),
      object: (value) => safe(Array.isArray(value) ? value.join(' ') : JSON.stringify(value)),
      string: safe,
    },
  });
}
