import type { DirectoryAgent, DirectoryQueue, Target } from '@parley/contracts';
import { useState } from 'react';
import { codeOf } from '../../shared/api/call';
import { useAnswer } from '../../shared/api/use-answer';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { DialogFoot, DialogForm } from '../../shared/ui/dialog-parts';
import { ModalDialog } from '../../shared/ui/modal-dialog';
import { notify } from '../../shared/ui/notices';
import { type PickerItem, SearchPicker } from '../../shared/ui/search-picker';
import { TargetKind } from '../../shared/ui/target-kind';
import { Trouble } from '../../shared/ui/trouble';
import { useTrouble } from '../../shared/ui/use-trouble';
import { give } from './supervise';

interface ReassignProps {
  readonly conversationId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** To a queue, where it waits, or to an agent, who is asked. */
export function ReassignDialog({ conversationId, name, onClose, onDone }: ReassignProps) {
  const t = useTexts();
  const failureText = useFailureText();
  const [type, setType] = useState<Target['type']>('queue');
  const [chosen, setChosen] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useTrouble();
  const { items, reload } = useTargets(type);

  const submit = async () => {
    if (chosen === undefined || busy) return;
    setBusy(true);
    try {
      await give(conversationId, 'reassign', { target: { type, id: chosen } });
      notify(t['reassign.done']({ name, to: items?.find(({ id }) => id === chosen)?.name ?? chosen }), 'good');
      onDone();
      onClose();
    } catch (error) {
      setTrouble(failureText(codeOf(error)));
      setBusy(false);
      reload();
    }
  };

  return (
    <ModalDialog title={t['reassign.title']} lead={t['reassign.lead']({ name })} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <TargetKind
          label={t['reassign.to']}
          value={type}
          onChange={(next) => {
            setType(next);
            setChosen(undefined);
          }}
        />
        <Trouble text={trouble} />
        <SearchPicker
          key={type}
          label={t[`request.${type}`]}
          placeholder={t[`request.${type}.search`]}
          noMatch={items?.length === 0 ? t[`request.${type}.none`] : items ? t['request.noMatch'] : t['request.loading']}
          items={items ?? []}
          chosen={chosen}
          onChoose={setChosen}
        />
        <DialogFoot action={t['reassign.action']} disabled={chosen === undefined} busy={busy} />
      </DialogForm>
    </ModalDialog>
  );
}

/** Every queue, or every agent who is available now. */
function useTargets(type: Target['type']): { items: readonly PickerItem[] | undefined; reload: () => void } {
  const t = useTexts();
  const queues = useAnswer<{ items: readonly DirectoryQueue[] }>('/api/directory/queues');
  const agents = useAnswer<{ items: readonly DirectoryAgent[] }>('/api/directory/agents');
  const reload = () => {
    queues.reload();
    agents.reload();
  };
  if (type === 'agent') return { items: agents.value?.items.map(({ agentId, name }) => ({ id: agentId, name, person: true })), reload };
  const items = queues.value?.items.map(({ id, name, availableAgents, waiting }) => ({ id, name, detail: t['request.queueLoad']({ available: availableAgents, waiting }) }));
  return { items, reload };
}
