import { useState } from 'react';
import { signedOutBecause } from '../../shared/api/session';
import { useTexts } from '../../shared/i18n/use-texts';
import type { ProviderSettings } from '../../shared/oidc/provider';
import { SteadyButton } from '../../shared/ui/steady-button';
import type { ReturnFailure } from './return-from-provider';
import { Message } from './message';
import styles from './sign-in.module.css';

/** Leaves for the identity provider; after a session that ended, back to where the person was. */
export function ProviderSignIn({ settings, failure }: { settings: ProviderSettings; failure: ReturnFailure | undefined }) {
  const t = useTexts();
  const [away, setAway] = useState(false);
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    try {
      const { leaveForProvider } = await import('../../shared/oidc/provider');
      await leaveForProvider(settings, window.location.pathname + window.location.search);
    } catch {
      setAway(true);
      setBusy(false);
    }
  };
  const expired = signedOutBecause() === 'expired';
  const trouble = away ? t['signIn.provider.away'] : failure ? t[`signIn.provider.${failure}`] : undefined;
  return (
    <div className={styles.form}>
      <Message text={trouble ?? (expired ? t['signIn.expired'] : '')} tone={trouble ? 'bad' : 'info'} />
      <p className={styles.lead}>{t['signIn.provider.lead']}</p>
      <SteadyButton className="button" data-kind="primary" busy={busy} autoFocus onPress={() => void leave()}>
        {t['signIn.provider']}
      </SteadyButton>
    </div>
  );
}
