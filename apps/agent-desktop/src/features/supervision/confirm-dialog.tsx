import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { codeOf, type FailureCode } from '../../shared/api/call';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { ModalDialog } from '../../shared/ui/modal-dialog';
import dialogs from './dialogs.module.css';

interface ConfirmProps {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly kind: 'primary' | 'danger';
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Says what will happen, and does it when told so. A refusal is said here. */
export function ConfirmDialog({ title, lead, action, kind, onConfirm, onClose }: ConfirmProps) {
  const t = useTexts();
  const failureText = useFailureText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode>();
  const confirm = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailure(codeOf(error));
      setBusy(false);
    }
  };
  return (
    <ModalDialog title={title} lead={lead} onClose={onClose}>
      <p role="alert" className={dialogs.trouble} hidden={!failure}>
        {failure && failureText(failure)}
      </p>
      <footer className={dialogs.foot}>
        <Button slot="close" className="button" autoFocus>
          {t['app.cancel']}
        </Button>
        <Button className="button" data-kind={kind} data-pending={busy || undefined} onPress={() => void confirm()}>
          {action}
        </Button>
      </footer>
    </ModalDialog>
  );
}
