import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../i18n/use-texts';
import styles from './dialog-parts.module.css';
import { SteadyButton } from './steady-button';

/** What a dialog asks for, one below the other. */
export function DialogForm({ onSubmit, children }: { onSubmit: () => unknown; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {children}
    </form>
  );
}

interface FootProps {
  readonly action: string;
  readonly kind?: 'primary' | 'danger';
  /** How the way out is called: Cancel, unless said otherwise. */
  readonly leave?: string;
  readonly disabled?: boolean;
  readonly busy: boolean;
  readonly describedBy?: string | undefined;
  /** Where there is no form to submit; then the way out has the focus first. */
  readonly onPress?: () => unknown;
}

/** The way out, and what the dialog is for. */
export function DialogFoot({ action, kind = 'primary', leave, disabled = false, busy, describedBy, onPress }: FootProps) {
  const t = useTexts();
  return (
    <footer className={styles.foot}>
      <Button slot="close" className="button" autoFocus={onPress !== undefined}>
        {leave ?? t['app.cancel']}
      </Button>
      <SteadyButton
        type={onPress ? 'button' : 'submit'}
        className="button"
        data-kind={kind}
        isDisabled={disabled}
        busy={busy}
        {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
        onPress={onPress}
      >
        {action}
      </SteadyButton>
    </footer>
  );
}
