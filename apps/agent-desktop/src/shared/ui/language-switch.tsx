import { type Language, setLanguage, useLanguage } from '../preferences';
import { useTexts } from '../i18n/use-texts';
import styles from './language-switch.module.css';

const NAMES: Record<Language, string> = { en: 'English', es: 'Español' };

/** Each language in its own name, so that nobody is stuck in one they cannot read. */
export function LanguageSwitch() {
  const t = useTexts();
  const current = useLanguage();
  return (
    <div role="group" aria-label={t['app.language']} className={styles.group}>
      {(Object.keys(NAMES) as Language[]).map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === current}
          className={styles.option}
          onClick={() => setLanguage(language)}
        >
          {NAMES[language]}
        </button>
      ))}
    </div>
  );
}
