import type { WrapUp, WrapUpReasons } from '@parley/contracts';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { codeOf } from '../../shared/api/call';
import { useAnswer } from '../../shared/api/use-answer';
import { useDesk } from '../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { useLanguage } from '../../shared/preferences';
import { DialogFoot, DialogForm } from '../../shared/ui/dialog-parts';
import { Elapsed } from '../../shared/ui/elapsed';
import { ModalDialog } from '../../shared/ui/modal-dialog';
import { notify } from '../../shared/ui/notices';
import { SearchPicker } from '../../shared/ui/search-picker';
import { Trouble } from '../../shared/ui/trouble';
import { useTrouble } from '../../shared/ui/use-trouble';
import { TimeToChoose } from './time-to-choose';

interface DialogProps {
  readonly wrapUp: WrapUp;
  /** Whether the conversation is over for everybody; otherwise only the agent's part is. */
  readonly ended: boolean;
  readonly onLater: () => void;
  readonly onDone: () => void;
  /** What else can still be done about it. */
  readonly children?: ReactNode;
}

/** Asks for exactly one reason, while the time to give it runs. It can wait, but the server's clock does not. */
export function WrapUpDialog({ wrapUp, ended, onLater, onDone, children }: DialogProps) {
  const t = useTexts();
  const name = wrapUp.customerName;
  return (
    <ModalDialog
      title={t['dialog.wrapup']}
      lead={ended ? t['wrapup.lead']({ name }) : t['wrapup.lead.part']({ name })}
      aside={<Elapsed since={wrapUp.since} label={t['wrapup.elapsed']} />}
      onClose={onLater}
    >
      {children}
      <WrapUpForm wrapUp={wrapUp} onDone={onDone} />
    </ModalDialog>
  );
}

function WrapUpForm({ wrapUp, onDone }: { wrapUp: WrapUp; onDone: () => void }) {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const reasons = useAnswer<WrapUpReasons>(`/api/wrap-up-reasons?lang=${useLanguage()}`);
  const [reasonId, setReasonId] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useTrouble();
  const items = reasons.value?.items ?? [];

  const submit = async () => {
    if (reasonId === undefined || busy) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      if (await desk.wrapUp(wrapUp.conversationId, reasonId)) notify(t['wrapup.done'], 'good');
      onDone();
    } catch (error) {
      const code = codeOf(error);
      setBusy(false);
      if (code !== 'wrap-up-not-due') return setTrouble(failureText(code));
      notify(failureText(code));
      desk.dropWrapUp(wrapUp.conversationId);
    }
  };

  return (
    <DialogForm onSubmit={submit}>
      <TimeToChoose wrapUp={wrapUp} reason={items.find(({ id }) => id === wrapUp.defaultReason)?.name ?? wrapUp.defaultReason} />
      {reasons.failed && !reasons.value ? (
        <Trouble text={t['wrapup.loadFailed']}>
          <Button className="button" onPress={reasons.reload}>
            {t['app.tryAgain']}
          </Button>
        </Trouble>
      ) : (
        <SearchPicker
          label={t['dialog.wrapup']}
          placeholder={t['wrapup.search']}
          noMatch={t['wrapup.none']}
          items={items}
          chosen={reasonId}
          onChoose={setReasonId}
          autoFocus
        />
      )}
      <Trouble text={trouble} />
      <DialogFoot action={t['action.submitWrapup']} leave={t['wrapup.later']} disabled={reasonId === undefined} busy={busy} />
    </DialogForm>
  );
}
