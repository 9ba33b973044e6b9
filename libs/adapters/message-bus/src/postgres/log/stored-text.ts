/** What PostgreSQL's text cannot hold, or JSON writes otherwise. */
// eslint-disable-next-line no-control-regex
const ESCAPED = /[\\"\u0000-\u001f\ud800-\udfff]/;

/** A key as it is stored: JSON without the quotes, so that most keys are themselves and none is impossible. */
export const storedKey = (key: string): string => (ESCAPED.test(key) ? JSON.stringify(key).slice(1, -1) : key);

export const keyOf = (stored: string): string => (stored.includes('\\') ? (JSON.parse(`"${stored}"`) as string) : stored);

/** @throws TypeError for what JSON has no words for */
export function storedValue(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError(`a record's value is JSON, not ${typeof value}`);
  return json;
}
