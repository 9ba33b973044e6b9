import type { AccessToken } from '@parley/contracts';
import { type FormEvent, useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ApiFailure, call, codeOf, type FailureCode } from '../../shared/api/call';
import { beginSession, signedOutBecause } from '../../shared/api/session';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { Icon, Mark } from '../../shared/ui/icon';
import { LanguageSwitch } from '../../shared/ui/language-switch';
import styles from './sign-in.module.css';

/** Username and password for a token. */
export function SignIn() {
  const t = useTexts();
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
        <form onSubmit={(event) => void submit(event)} className={styles.form}>
          <Message failure={failure} />
          <Field name="username" label={t['signIn.username']} type="text" autoComplete="username" autoFocus />
          <Field name="password" label={t['signIn.password']} type="password" autoComplete="current-password" />
          <Button type="submit" className="button" data-kind="primary" data-pending={busy || undefined}>
            {t['signIn.submit']}
          </Button>
        </form>
      </main>
    </div>
  );
}

function Message({ failure }: { failure: FailureCode | undefined }) {
  const t = useTexts();
  const failureText = useFailureText();
  const expired = !failure && signedOutBecause() === 'expired';
  const text = failure === 'unauthenticated' ? t['signIn.wrong'] : failure ? failureText(failure) : expired ? t['signIn.expired'] : '';
  return (
    <div role="alert">
      {text && (
        <p className={styles.message} data-tone={failure ? 'bad' : 'info'}>
          <Icon name="alert" />
          {text}
        </p>
      )}
    </div>
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
