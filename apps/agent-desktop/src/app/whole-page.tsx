import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../shared/i18n/use-texts';
import { Boundary } from '../shared/ui/boundary';
import { Mark } from '../shared/ui/icon';
import styles from './signed-in.module.css';

/** Never blank: a fault that nothing inside caught is said, with the way to go on. What was written survives a reload. */
export function WholePage({ children }: { children: ReactNode }) {
  return <Boundary instead={() => <PageFailed />}>{children}</Boundary>;
}

function PageFailed() {
  const t = useTexts();
  return (
    <main className={styles.opening}>
      <Mark size={44} />
      <p role="alert">{t['app.pageFailed']}</p>
      <Button className="button" data-kind="primary" autoFocus onPress={() => window.location.reload()}>
        {t['app.reload']}
      </Button>
    </main>
  );
}
