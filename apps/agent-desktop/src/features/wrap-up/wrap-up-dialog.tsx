import type { WrapUp, WrapUpReasons } from '@parley/contracts';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { codeOf, type FailureCode } from '../../shared/api/call';
import { useAnswer } from '../../shared/api/use-answer';
import { useDesk } from '../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../shared/i18n/use-texts';
import { useLanguage } from '../../shared/preferences';
import { clockSpan } from '../../shared/time/spans';
import { useNow } from '../../shared/time/use-now';
import { Icon } from '../../shared/ui/icon';
import { notify } from '../../shared/ui/notices';
import { ReasonPicker } from './reason-picker';
import styles from './wrap-up.module.css';

interface DialogProps {
  readonly wrapUp: WrapUp;
  readonly onLater: () => void;
  readonly onDone: () => void;
}

/** Asks for exactly one reason, while the time to give it runs. It can wait, but the server's clock does not. */
export function WrapUpDialog({ wrapUp, onLater, onDone }: DialogProps) {
  const t = useTexts();
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && onLater()} className={styles.overlay} isDismissable={false}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog}>
          <header className={styles.head}>
            <Heading slot="title" level={2}>
              {t['dialog.wrapup']}
            </Heading>
            <Button slot="close" className="icon-button" aria-label={t['app.close']}>
              <Icon name="close" />
            </Button>
          </header>
          <p className={styles.lead}>{t['wrapup.lead']({ name: wrapUp.customerName })}</p>
          <WrapUpForm wrapUp={wrapUp} onDone={onDone} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function WrapUpForm({ wrapUp, onDone }: { wrapUp: WrapUp; onDone: () => void }) {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const reasons = useAnswer<WrapUpReasons>(`/api/wrap-up-reasons?lang=${useLanguage()}`);
  const [reasonId, setReasonId] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode>();
  const items = reasons.value?.items ?? [];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (reasonId === undefined || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await desk.wrapUp(wrapUp.conversationId, reasonId);
      notify(t['wrapup.done'], 'good');
      onDone();
    } catch (error) {
      const code = codeOf(error);
      setFailure(code);
      setBusy(false);
      if (code !== 'wrap-up-not-due') return;
      notify(failureText(code));
      desk.dropWrapUp(wrapUp.conversationId);
    }
  };

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <Countdown wrapUp={wrapUp} reason={items.find(({ id }) => id === wrapUp.defaultReason)?.name ?? wrapUp.defaultReason} />
      {reasons.failed && !reasons.value ? (
        <p className={styles.failure} role="alert">
          {t['wrapup.loadFailed']}
          <Button className="button" onPress={reasons.reload}>
            {t['app.tryAgain']}
          </Button>
        </p>
      ) : (
        <ReasonPicker items={items} chosen={reasonId} onChoose={setReasonId} />
      )}
      <p role="alert" className={styles.failure} hidden={!failure}>
        {failure && failureText(failure)}
      </p>
      <footer className={styles.foot}>
        <Button slot="close" className="button">
          {t['wrapup.later']}
        </Button>
        <Button type="submit" className="button" data-kind="primary" isDisabled={reasonId === undefined} data-pending={busy || undefined}>
          {t['action.submitWrapup']}
        </Button>
      </footer>
    </form>
  );
}

function Countdown({ wrapUp: { since, dueAt }, reason }: { wrapUp: WrapUp; reason: string }) {
  const t = useTexts();
  const total = Date.parse(dueAt) - Date.parse(since);
  const left = Math.min(total, Date.parse(dueAt) - useNow());
  const share = Math.max(0, left / total);
  return (
    <span className={styles.countdown} data-urgent={left < 15_000 || undefined}>
      <span className={styles.bar}>
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
      <span role="timer" className="tabular">
        {t['wrapup.left']({ left: clockSpan(left), reason })}
      </span>
    </span>
  );
}
