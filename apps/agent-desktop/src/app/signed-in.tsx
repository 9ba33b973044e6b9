import type { Me } from '@parley/contracts';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { call, codeOf, type FailureCode } from '../shared/api/call';
import { useFailureText, useTexts } from '../shared/i18n/use-texts';
import { type Route, useNamedRoute } from '../shared/router';
import { Mark } from '../shared/ui/icon';
import { AgentPages } from './agent-pages';
import { OfficePage } from './office-page';
import styles from './signed-in.module.css';

/** What the roles of the person who signed in allow. */
export function SignedIn() {
  const [me, setMe] = useState<Me>();
  const [failure, setFailure] = useState<FailureCode>();
  const [attempt, setAttempt] = useState(0);
  const named = useNamedRoute();

  useEffect(() => {
    const leaving = new AbortController();
    call<Me>('/api/me', { signal: leaving.signal }).then(setMe, (error: unknown) => {
      if (!leaving.signal.aborted) setFailure(codeOf(error));
    });
    return () => leaving.abort();
  }, [attempt]);

  const retry = () => {
    setFailure(undefined);
    setAttempt(attempt + 1);
  };
  if (!me) return <Opening failure={failure} onRetry={retry} />;
  const route = routeFor(me, named);
  if (me.roles.includes('agent')) return <AgentPages me={me} route={route} />;
  return route.page === 'desk' ? null : <OfficePage me={me} route={route} />;
}

/** The page asked for, where the roles open it; otherwise the first that they open. */
function routeFor({ roles }: Me, asked: Route | undefined): Route {
  const [agent, supervisor, analyst] = (['agent', 'supervisor', 'analyst'] as const).map((role) => roles.includes(role));
  const isOpen = { desk: agent, wallboard: supervisor, supervision: supervisor, reports: supervisor || analyst };
  if (asked && isOpen[asked.page]) return asked;
  return agent ? { page: 'desk' } : { page: supervisor ? 'wallboard' : 'reports' };
}

function Opening({ failure, onRetry }: { failure: FailureCode | undefined; onRetry: () => void }) {
  const t = useTexts();
  const failureText = useFailureText();
  return (
    <main className={styles.opening}>
      <Mark size={44} />
      {failure ? (
        <>
          <p role="alert">{failureText(failure)}</p>
          <Button className="button" onPress={onRetry}>
            {t['app.tryAgain']}
          </Button>
        </>
      ) : (
        <p role="status">{t['app.loading']}</p>
      )}
    </main>
  );
}
