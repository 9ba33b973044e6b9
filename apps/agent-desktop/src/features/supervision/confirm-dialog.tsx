import { useState } from 'react';
import { codeOf } from '../../shared/api/call';
import { useFailureText } from '../../shared/i18n/use-texts';
import { DialogFoot } from '../../shared/ui/dialog-parts';
import { ModalDialog } from '../../shared/ui/modal-dialog';
import { Trouble } from '../../shared/ui/trouble';
import { useTrouble } from '../../shared/ui/use-trouble';

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
  const failureText = useFailureText();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useTrouble();
  const confirm = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setTrouble(failureText(codeOf(error)));
      setBusy(false);
    }
  };
  return (
    <ModalDialog title={title} lead={lead} onClose={onClose}>
      <Trouble text={trouble} />
      <DialogFoot action={action} kind={kind} busy={busy} onPress={confirm} />
    </ModalDialog>
  );
}
