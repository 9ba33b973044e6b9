/** What PostgreSQL's text cannot hold, or JSON writes otherwise. */
// eslint-disable-next-line no-control-regex
const ESCAPED = /[\\"\u0000-\u001f\ud800-\udfff]/;

/** A key as it is stored: JSON without the quotes, so that most keys are themselves and none is impossible. */
export const storedKey = (key: string): string => (ESCAPED.test(key) ? JSON.stringify(key).slice(1, -1) : key);

export const keyOf = (stored: string): string => (stored.includes('\\') ? (JSON.parse(`"${stored}"`) as string) : stored);
