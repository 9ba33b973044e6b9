import { type ContactCenterConfig, searchable, type WrapUpReasons } from '@parley/contracts';

export type Language = 'en' | 'es';

/** The language of `lang` (`es-MX`) or of the first that we know in `acceptLanguage`; English otherwise. */
export function languageOf(lang: string | undefined, acceptLanguage: string | undefined): Language {
  const wanted = lang ? [lang] : (acceptLanguage ?? '').split(',');
  const known = wanted.map((tag) => tag.trim().slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'es');
  return known ?? 'en';
}

/** The reasons whose name or id holds every word of `search`, whatever the case and accents, in the configured order. */
export function findReasons({ reasons, defaultReason }: Pick<ContactCenterConfig['wrapUp'], 'reasons' | 'defaultReason'>, search: string, language: Language): WrapUpReasons {
  const words = searchable(search).split(/\s+/).filter(Boolean);
  const items = reasons
    .map(({ id, name }) => ({ id, name: name[language] }))
    .filter(({ id, name }) => words.every((word) => searchable(`${name} ${id}`).includes(word)));
  return { items, default: defaultReason };
}
