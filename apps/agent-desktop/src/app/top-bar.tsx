import type { Me } from '@parley/contracts';
import type { ReactNode } from 'react';
import { useTexts } from '../shared/i18n/use-texts';
import { deskPath, navigate, REPORTS_PATH, type Route, supervisionPath, WALLBOARD_PATH } from '../shared/router';
import { Mark } from '../shared/ui/icon';
import { SettingsMenu } from './settings-menu';
import styles from './top-bar.module.css';

interface TopBarProps {
  readonly roles: Me['roles'];
  readonly name: string | undefined;
  readonly current?: Route['page'];
  /** Present for those whose sign-out needs no state: supervisors and analysts. */
  readonly onSignOut?: () => void;
  readonly children?: ReactNode;
}

/** The product, the pages that the roles open, the agent's state, and the settings of this screen. */
export function TopBar({ roles, name, current = 'desk', onSignOut, children }: TopBarProps) {
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>
        <Mark />
        <span>Parley</span>
      </span>
      {roles.some((role) => role !== 'agent') && <Pages roles={roles} current={current} />}
      <span className={styles.space} />
      {children}
      <SettingsMenu name={name ?? ''} {...(onSignOut && { onSignOut })} />
    </header>
  );
}

function Pages({ roles, current }: { roles: Me['roles']; current: Route['page'] }) {
  const t = useTexts();
  const supervisor = roles.includes('supervisor');
  const link = (page: Route['page'], path: string, text: string) => (
    <a
      href={path}
      className={styles.link}
      aria-current={page === current ? 'page' : undefined}
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
    <nav className={styles.pages} aria-label={t['app.pages']}>
      {roles.includes('agent') && link('desk', deskPath(), t['app.desk'])}
      {supervisor && link('wallboard', WALLBOARD_PATH, t['app.wallboard'])}
      {supervisor && link('supervision', supervisionPath(), t['app.supervision'])}
      {link('reports', REPORTS_PATH, t['app.reports'])}
    </nav>
  );
}
