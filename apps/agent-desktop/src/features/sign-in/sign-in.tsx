import type { AccessToken, SignInSettings } from '@parley/contracts';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { ApiFailure, call, codeOf, type FailureCode } from '../../shared/api/call';
import { beginSession, signedOutBecause } from '../../shared/api/session';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { Mark } from '../../shared/ui/icon';
import { LanguageSwitch } from '../../shared/ui/language-switch';
import { SteadyButton } from '../../shared/ui/steady-button';
import { Message } from './message';
import { ProviderSignIn } from './provider-sign-in';
import type { ReturnFailure } from './return-from-provider';
import styles from './sign-in.module.css';

/** The way in: a password here, or the page of an identity provider, as the server says. */
export function SignIn() {
  const t = useTexts();
  const { settings, failure, returning } = useWayIn();
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <LanguageSwitch />
      </header>
      <main className={styles.card}>
        <div className={styles.brand}>
          <Mark size={44} />
          <h1>Parley</h1>
          <p>{t['signIn.lead']}</p>
        </div>
        {returning && (
          <p role="status" className={styles.lead}>
            {t['signIn.provider.working']}
          </p>
        )}
        {!returning && settings?.mode === 'oidc' && <ProviderSignIn settings={settings} failure={failure} />}
        {!returning && settings?.mode === 'local' && <PasswordSignIn />}
      </main>
    </div>
  );
}

/** Where a provider sends people back to. */
const isReturn = () => window.location.pathname === '/signed-in' && window.location.search !== '';
let returned: Promise<ReturnFailure | undefined> | undefined;

interface WayIn {
  readonly settings?: SignInSettings;
  readonly failure?: ReturnFailure;
  readonly returning: boolean;
}

/** Where the server does not say, there is a password, as ever. */
function useWayIn(): WayIn {
  const [way, setWay] = useState<WayIn>(() => ({ returning: isReturn() }));
  useEffect(() => {
    // A code is good for one answer, however often the page is drawn.
    if (isReturn()) returned = import('./return-from-provider').then(({ returnFromProvider }) => returnFromProvider());
    void returned?.then((failure) => setWay((last) => ({ ...last, returning: false, ...(failure && { failure }) })));
    call<SignInSettings>('/api/auth/settings').then(
      (settings) => setWay((last) => ({ ...last, settings })),
      () => setWay((last) => ({ ...last, settings: { mode: 'local' } })),
    );
  }, []);
  return way;
}

/** Username and password for a token. */
function PasswordSignIn() {
  const t = useTexts();
  const failureText = useFailureText();
  const [failure, setFailure] = useState<FailureCode>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    try {
      const body = { username: fields.get('username'), password: fields.get('password') };
      const { accessToken } = await call<AccessToken>('/api/auth/token', { method: 'POST', body });
      beginSession(accessToken);
    } catch (error) {
      setFailure(error instanceof ApiFailure && error.status === 400 ? 'unauthenticated' : codeOf(error));
      setBusy(false);
    }
  };

  const expired = !failure && signedOutBecause() === 'expired';
  const text = failure === 'unauthenticated' ? t['signIn.wrong'] : failure ? failureText(failure) : expired ? t['signIn.expired'] : '';
  return (
    <form onSubmit={(event) => void submit(event)} className={styles.form}>
      <Message text={text} tone={failure ? 'bad' : 'info'} />
      <Field name="username" label={t['signIn.username']} type="text" autoComplete="username" autoFocus />
      <Field name="password" label={t['signIn.password']} type="password" autoComplete="current-password" />
      <SteadyButton type="submit" className="button" data-kind="primary" busy={busy}>
        {t['signIn.submit']}
      </SteadyButton>
    </form>
  );
}

function Field({ label, ...input }: { label: string } & React.ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" required spellCheck={false} autoCapitalize="none" {...input} />
    </div>
  );
}
