import { useSyncExternalStore } from 'react';
import { Cell, deviceStore } from './browser-store';

export type Language = 'en' | 'es';
export type Theme = 'auto' | 'light' | 'dark';

const LANGUAGE_KEY = 'parley.language';
const THEME_KEY = 'parley.theme';

const firstLanguage = (): Language => {
  const kept = deviceStore.read(LANGUAGE_KEY);
  if (kept === 'en' || kept === 'es') return kept;
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
};

const firstTheme = (): Theme => {
  const kept = deviceStore.read(THEME_KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
};

const language = new Cell<Language>(firstLanguage());
const theme = new Cell<Theme>(firstTheme());

export const useLanguage = (): Language => useSyncExternalStore(language.subscribe, language.get);
/** How times and numbers are written: as in the browser's own region where it speaks the language chosen. */
export function useLocale(): string {
  const chosen = useLanguage();
  return navigator.language.toLowerCase().startsWith(chosen) ? navigator.language : chosen;
}

export const useTheme = (): Theme => useSyncExternalStore(theme.subscribe, theme.get);

/** The page speaks `next` from now on, also after a reload. */
export function setLanguage(next: Language): void {
  deviceStore.write(LANGUAGE_KEY, next);
  language.set(next);
  applyPreferences();
}

/** The page wears `next` from now on; `auto` follows the system. */
export function setTheme(next: Theme): void {
  deviceStore.write(THEME_KEY, next === 'auto' ? undefined : next);
  theme.set(next);
  applyPreferences();
}

/** The document's language and colours are those chosen. */
export function applyPreferences(): void {
  const root = document.documentElement;
  root.lang = language.get();
  if (theme.get() === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme.get();
}
