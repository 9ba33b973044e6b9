import { useSyncExternalStore } from 'react';
import { Cell, deviceStore } from './browser-store';

export type Language = 'en' | 'es';
export type Theme = 'auto' | 'light' | 'dark';

const LANGUAGE_KEY = 'parley.language';
const THEME_KEY = 'parley.theme';
const SOUND_KEY = 'parley.sound';
const NOTIFICATIONS_KEY = 'parley.notifications';

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
/** Whether what is new is heard, and whether it shows outside the page, where the browser allows it. */
export const preferences = {
  sound: new Cell(deviceStore.read(SOUND_KEY) !== 'off'),
  notifications: new Cell(deviceStore.read(NOTIFICATIONS_KEY) !== 'off'),
} as const;

export const useLanguage = (): Language => useSyncExternalStore(language.subscribe, language.get);
/** How times and numbers are written: as in the browser's own region where it speaks the language chosen. */
export function useLocale(): string {
  const chosen = useLanguage();
  return navigator.language.toLowerCase().startsWith(chosen) ? navigator.language : chosen;
}

export const useTheme = (): Theme => useSyncExternalStore(theme.subscribe, theme.get);

export const usePreference = (name: keyof typeof preferences): boolean =>
  useSyncExternalStore(preferences[name].subscribe, preferences[name].get);

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

export function setSound(on: boolean): void {
  deviceStore.write(SOUND_KEY, on ? undefined : 'off');
  preferences.sound.set(on);
}

export function setNotifications(on: boolean): void {
  deviceStore.write(NOTIFICATIONS_KEY, on ? undefined : 'off');
  preferences.notifications.set(on);
}

/** The document's language and colours are those chosen. */
export function applyPreferences(): void {
  const root = document.documentElement;
  root.lang = language.get();
  if (theme.get() === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme.get();
}

/** What is chosen in one tab holds in all of them. */
export function followPreferences(): void {
  window.addEventListener('storage', ({ key }) => {
    if (key !== null && !key.startsWith('parley.')) return;
    language.set(firstLanguage());
    theme.set(firstTheme());
    preferences.sound.set(deviceStore.read(SOUND_KEY) !== 'off');
    preferences.notifications.set(deviceStore.read(NOTIFICATIONS_KEY) !== 'off');
    applyPreferences();
  });
}
