import type { Conversation } from '@parley/contracts';
import { useTexts } from '../../../shared/i18n/use-texts';
import { ModalDialog } from '../../../shared/ui/modal-dialog';
import { RequestForm } from './request-form';

export type RequestKind = 'transfer' | 'conference';

interface DialogProps {
  readonly kind: RequestKind;
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

/** Asks for a queue or an agent: to take over, or to join. */
export function RequestDialog({ kind, conversation, onClose }: DialogProps) {
  const t = useTexts();
  const name = conversation.customer.name || conversation.customer.phone;
  return (
    <ModalDialog title={t[`dialog.${kind}`]} lead={t[`${kind}.lead`]({ name })} onClose={onClose}>
      <RequestForm kind={kind} conversationId={conversation.conversationId} onDone={onClose} />
    </ModalDialog>
  );
}
