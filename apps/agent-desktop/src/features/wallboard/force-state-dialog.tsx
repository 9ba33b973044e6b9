import type { AgentOverview, SetState } from '@parley/contracts';
import { useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { call, codeOf } from '../../shared/api/call';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { useIdleReasons, useStateName } from '../../shared/state-names';
import { DialogFoot, DialogForm } from '../../shared/ui/dialog-parts';
import { ModalDialog } from '../../shared/ui/modal-dialog';
import { notify } from '../../shared/ui/notices';
import { Trouble } from '../../shared/ui/trouble';
import { useTrouble } from '../../shared/ui/use-trouble';
import dialog from './dialog.module.css';

interface Choice {
  readonly id: string;
  readonly state: SetState;
}

/** A supervisor sets an agent's state, after saying so twice: a choice and a button. */
export function ForceStateDialog({ agent, onClose }: { agent: AgentOverview; onClose: () => void }) {
  const t = useTexts();
  const failureText = useFailureText();
  const reasons = useIdleReasons();
  const nameOf = useStateName(reasons);
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useTrouble();
  const choices: readonly Choice[] = [
    { id: 'available', state: { state: 'available' } },
    { id: 'idle', state: { state: 'idle' } },
    ...reasons.map(({ id }) => ({ id: `idle ${id}`, state: { state: 'idle', reason: id } as const })),
    { id: 'offline', state: { state: 'offline' } },
  ];
  const named = ({ state }: Choice) => nameOf({ name: state.state, ...('reason' in state && state.reason && { reason: state.reason }) });
  const choice = choices.find(({ id }) => id === chosen);

  const submit = async () => {
    if (!choice || busy) return;
    setBusy(true);
    try {
      const after = await call<AgentOverview>(`/api/agents/${encodeURIComponent(agent.agentId)}/state`, { method: 'PUT', body: choice.state });
      const text = after.state.pending ? t['state.force.pending'] : t['state.force.done'];
      notify(text({ name: agent.name, state: named(choice) }), 'good');
      onClose();
    } catch (error) {
      setTrouble(failureText(codeOf(error)));
      setBusy(false);
    }
  };

  return (
    <ModalDialog title={t['state.force']} lead={t['state.force.lead']({ name: agent.name, state: nameOf(agent.state) })} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <RadioGroup value={chosen} onChange={setChosen} className={dialog.choices}>
          <Label className={dialog.choicesLabel}>{t['state.force.to']}</Label>
          {choices.map((one) => (
            <Radio key={one.id} value={one.id} className={dialog.choice}>
              {named(one)}
            </Radio>
          ))}
        </RadioGroup>
        {agent.capacity.used > 0 && <p className={dialog.hint}>{t['state.force.later']}</p>}
        <Trouble text={trouble} />
        <DialogFoot action={t['state.force.submit']} disabled={!choice} busy={busy} />
      </DialogForm>
    </ModalDialog>
  );
}
