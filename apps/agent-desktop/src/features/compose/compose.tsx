import { codePoints, MESSAGE_TEXT_MAX, type Conversation } from '@parley/contracts';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { setDraft, takeDraft, useDraft } from '../../shared/outgoing/drafts';
import { useDesk } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { useIsBefore } from '../../shared/time/use-now';
import { serverClock } from '../../shared/time/server-clock';
import { Icon } from '../../shared/ui/icon';
import styles from './compose.module.css';
import { ServiceWindow, WindowClosed } from './service-window';

const NEAR_LIMIT = MESSAGE_TEXT_MAX - 200;

/** Where the agent writes, for as long as WhatsApp allows free text. */
export function Compose({ conversation }: { conversation: Conversation }) {
  const open = useIsBefore(conversation.serviceWindowExpiresAt);
  return open ? <OpenCompose key={conversation.conversationId} conversation={conversation} /> : <WindowClosed />;
}

function OpenCompose({ conversation: { conversationId, customer, serviceWindowExpiresAt } }: { conversation: Conversation }) {
  const t = useTexts();
  const { outbox } = useDesk();
  const draft = useDraft(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  const used = codePoints(draft);
  const over = used - MESSAGE_TEXT_MAX;

  useEffect(() => field.current?.focus(), []);

  // Takes the draft at once: Enter and a click at the same moment find nothing more to send.
  const send = () => {
    field.current?.focus();
    if (draft.trim() === '' || over > 0) return;
    const text = takeDraft(conversationId);
    if (text !== '') outbox.send(conversationId, text, serverClock.now());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!event.repeat) send();
  };
  const askToFinish = () => {
    setDraft(conversationId, [draft.trimEnd(), t['compose.finish.text']].filter(Boolean).join('\n'));
    field.current?.focus();
  };

  return (
    <div className={styles.compose}>
      <div className={styles.box} data-over={over > 0 || undefined}>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={draft}
          placeholder={t['compose.placeholder']}
          aria-label={t['compose.label']({ name: customer.name || customer.phone })}
          aria-describedby={hintId}
          aria-invalid={over > 0}
          onChange={(event) => setDraft(conversationId, event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button className={`button ${styles.send}`} data-kind="primary" isDisabled={draft.trim() === '' || over > 0} onPress={send}>
          <Icon name="send" />
          {t['action.send']}
        </Button>
      </div>
      <div className={styles.below}>
        <Button className={`button ${styles.quick}`} data-kind="quiet" onPress={askToFinish}>
          <Icon name="chat" size={15} />
          {t['compose.finish']}
        </Button>
        <ServiceWindow until={serviceWindowExpiresAt} />
        <span id={hintId} className={styles.hint}>
          {t['compose.hint']}
        </span>
        <Counter used={used} over={over} />
      </div>
    </div>
  );
}

/** How much of the 4096 is used; said aloud only near the limit. */
function Counter({ used, over }: { used: number; over: number }) {
  const t = useTexts();
  const state = over > 0 ? 'over' : used >= NEAR_LIMIT ? 'near' : 'fine';
  return (
    <span className={styles.counter} data-state={state} title={t['compose.counter']({ used, max: MESSAGE_TEXT_MAX })}>
      {over > 0 && <strong>{t['compose.tooLong']({ over })}</strong>}
      <span aria-hidden="true" className="tabular">
        {used} / {MESSAGE_TEXT_MAX}
      </span>
      <span className="visually-hidden" role={state === 'fine' ? undefined : 'status'}>
        {t['compose.counter']({ used, max: MESSAGE_TEXT_MAX })}
      </span>
    </span>
  );
}
