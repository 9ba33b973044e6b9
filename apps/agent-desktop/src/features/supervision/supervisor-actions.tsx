import type { Conversation, Me } from '@parley/contracts';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { deskPath, navigate } from '../../shared/router';
import { notify } from '../../shared/ui/notices';
import { Icon } from '../../shared/ui/icon';
import { ConfirmDialog } from './confirm-dialog';
import { ReassignDialog } from './reassign-dialog';
import { give } from './supervise';
import timeline from './timeline.module.css';

interface ActionsProps {
  readonly conversationId: string;
  readonly customer: Conversation['customer'];
  readonly isOver: boolean;
  readonly me: Me;
  readonly onChanged: () => void;
}

/** What a supervisor does with a conversation that goes on; each asks once more before it is done. */
export function SupervisorActions({ conversationId, customer, isOver, me, onChanged }: ActionsProps) {
  const t = useTexts();
  const [asked, setAsked] = useState<'reassign' | 'takeOver' | 'endNow'>();
  const name = customer.name || customer.phone;
  const close = () => setAsked(undefined);
  if (isOver) return null;
  const takeOver = async () => {
    await give(conversationId, 'reassign', { target: { type: 'agent', id: me.agentId } });
    navigate(deskPath(conversationId));
  };
  const end = async () => {
    await give(conversationId, 'end');
    notify(t['endNow.done']({ name }), 'good');
    onChanged();
  };
  return (
    <div role="toolbar" aria-label={t['timeline.supervisor']} className={timeline.actions}>
      <Button className="button" onPress={() => setAsked('reassign')}>
        <Icon name="transfer" size={16} />
        {t['reassign.action']}
      </Button>
      {me.roles.includes('agent') && (
        <Button className="button" onPress={() => setAsked('takeOver')}>
          <Icon name="contact" size={16} />
          {t['takeOver.action']}
        </Button>
      )}
      <Button className="button" data-kind="danger" onPress={() => setAsked('endNow')}>
        <Icon name="end" size={16} />
        {t['endNow.action']}
      </Button>
      {asked === 'reassign' && <ReassignDialog conversationId={conversationId} name={name} onClose={close} onDone={onChanged} />}
      {asked === 'takeOver' && (
        <ConfirmDialog title={t['takeOver.title']} lead={t['takeOver.lead']({ name })} action={t['takeOver.action']} kind="primary" onConfirm={takeOver} onClose={close} />
      )}
      {asked === 'endNow' && <ConfirmDialog title={t['endNow.title']} lead={t['endNow.lead']({ name })} action={t['endNow.action']} kind="danger" onConfirm={end} onClose={close} />}
    </div>
  );
}
