import type { Conversation } from '@parley/contracts';
import { useEffect } from 'react';
import { useTexts } from '../../../shared/i18n/use-texts';
import { ModalDialog } from '../../../shared/ui/modal-dialog';
import { TemplateForm } from './template-form';

/** Asks which template the customer gets, and what stands in it. */
export function TemplateDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const t = useTexts();
  const { conversationId, customer, queue } = conversation;
  useEffect(() => () => void requestAnimationFrame(keepKeyboard), []);
  return (
    <ModalDialog title={t['compose.template']} lead={t['template.lead']({ name: customer.name || customer.phone })} onClose={onClose}>
      <TemplateForm conversationId={conversationId} queueId={queue.id} onDone={onClose} />
    </ModalDialog>
  );
}

/** The button that opened the dialog is gone when the reply window has opened or closed meanwhile: the keyboard goes on where the agent writes. */
function keepKeyboard(): void {
  if (document.activeElement === document.body) document.getElementById('reply')?.focus();
}
