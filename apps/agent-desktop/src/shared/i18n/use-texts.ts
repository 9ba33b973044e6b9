import type { FailureCode } from '../api/call';
import { useMemo } from 'react';
import { type Language, useLanguage } from '../preferences';
import { en, enFailures } from './en';
import { es, esFailures } from './es';
import type { Texts } from './texts';

const TEXTS: Record<Language, Texts> = { en, es };
const FAILURES: Record<Language, Record<FailureCode, string>> = { en: enFailures, es: esFailures };

export const useTexts = (): Texts => TEXTS[useLanguage()];

/** What `code` means, in the language chosen; codes of a newer server read as a fault of the server. */
export function useFailureText(): (code: FailureCode) => string {
  const failures = FAILURES[useLanguage()];
  return (code) => failures[code] ?? failures.internal;
}

/** Names as a sentence lists them: `Ana, Ben and Carla`. */
export function useListText(): (names: readonly string[]) => string {
  const language = useLanguage();
  return useMemo(() => {
    const list = new Intl.ListFormat(language, { type: 'conjunction' });
    return (names) => list.format(names);
  }, [language]);
}
