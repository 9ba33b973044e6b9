import type { Me } from '@parley/contracts';
import type { ReactNode } from 'react';
import { useTexts } from '../shared/i18n/use-texts';
import { deskPath, navigate, REPORTS_PATH, useRoute } from '../shared/router';
import { Mark } from '../shared/ui/icon';
import { SettingsMenu } from './settings-menu';
import styles from './top-bar.module.css';

interface TopBarProps {
  readonly roles: Me['roles'];
  readonly name: string | undefined;
  /** Present for those whose sign-out needs no state: supervisors and analysts. */
  readonly onSignOut?: () => void;
  readonly children?: ReactNode;
}

/** The product, the pages that the roles open, the agent's state, and the settings of this screen. */
export function TopBar({ roles, name, onSignOut, children }: TopBarProps) {
  const readsReports = roles.includes('supervisor') || roles.includes('analyst');
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>
        <Mark />
        <span>Parley</span>
      </span>
      {readsReports && roles.includes('agent') && <Pages />}
      <span className={styles.space} />
      {children}
      <SettingsMenu name={name ?? ''} {...(onSignOut && { onSignOut })} />
    </header>
  );
}

function Pages() {
  const t = useTexts();
  const { page } = useRoute();
  const link = (path: string, text: string, current: boolean) => (
    <a
      href={path}
      className={styles.link}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(path);
      }}
    >
      {text}
    </a>
  );
  return (
    <nav className={styles.pages} aria-label="Parley">
      {link(deskPath(), t['app.desk'], page === 'desk')}
      {link(REPORTS_PATH, t['app.reports'], page === 'reports')}
    </nav>
  );
}
