/** A record's value as it is stored. @throws TypeError for what JSON has no words for */
export function storedValue(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError(`a record's value is JSON, not ${typeof value}`);
  return json;
}
