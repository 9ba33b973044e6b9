import { codePoints, MESSAGE_TEXT_MAX, type Conversation } from '@parley/contracts';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDesk, useDraft } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { useIsBefore } from '../../shared/time/use-now';
import { serverClock } from '../../shared/time/server-clock';
import { Icon } from '../../shared/ui/icon';
import { CannedButton } from './canned/canned-button';
import { CannedList } from './canned/canned-list';
import cannedStyles from './canned/canned.module.css';
import { useTypedCanned } from './canned/use-typed-canned';
import styles from './compose.module.css';
import { Counter } from './counter';
import { EmojiButton } from './emoji/emoji-button';
import { ServiceWindow, WindowClosed } from './service-window';
import { TemplateDialog } from './templates/template-dialog';
import { type Insertion, useInsertion } from './use-insertion';

/** Where the agent writes, for as long as WhatsApp allows free text; templates go out at any time. */
export function Compose({ conversation }: { conversation: Conversation }) {
  const open = useIsBefore(conversation.serviceWindowExpiresAt);
  const [choosing, setChoosing] = useState(false);
  const choose = () => setChoosing(true);
  return (
    <>
      {open ? <OpenCompose key={conversation.conversationId} conversation={conversation} onTemplate={choose} /> : <WindowClosed onTemplate={choose} />}
      {choosing && <TemplateDialog conversation={conversation} onClose={() => setChoosing(false)} />}
    </>
  );
}

interface OpenProps {
  readonly conversation: Conversation;
  readonly onTemplate: () => void;
}

function OpenCompose({ conversation: { conversationId, customer, queue, serviceWindowExpiresAt }, onTemplate }: OpenProps) {
  const t = useTexts();
  const { outbox, drafts } = useDesk();
  const draft = useDraft(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  const used = codePoints(draft);
  const over = used - MESSAGE_TEXT_MAX;
  const insertion = useInsertion(conversationId, field);
  const canned = useTypedCanned({ queueId: queue.id, draft, field, onInsert: insertion.replace });

  useEffect(() => field.current?.focus(), []);

  // Takes the draft at once: Enter and a click at the same moment find nothing more to send.
  const send = () => {
    field.current?.focus();
    if (draft.trim() === '' || over > 0) return;
    const text = drafts.take(conversationId);
    if (text !== '') outbox.send(conversationId, text, serverClock.now());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (canned.onKeyDown(event) || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!event.repeat) send();
  };

  return (
    <div className={styles.compose}>
      <div className={styles.box} data-over={over > 0 || undefined}>
        {canned.open && (
          <div className={cannedStyles.typed}>
            <CannedList id={canned.listId} responses={canned.found} active={canned.active} onChoose={canned.choose} />
          </div>
        )}
        <textarea
          ref={field}
          id="reply"
          className={styles.field}
          dir="auto"
          rows={1}
          value={draft}
          placeholder={t['compose.canned.hint']}
          aria-label={t['compose.label']({ name: customer.name || customer.phone })}
          aria-describedby={hintId}
          aria-invalid={over > 0}
          {...canned.fieldProps}
          onChange={(event) => {
            drafts.set(conversationId, event.target.value);
            canned.onCaret();
          }}
          onSelect={canned.onCaret}
          onKeyDown={onKeyDown}
        />
        <Button className={`button ${styles.send}`} data-kind="primary" isDisabled={draft.trim() === '' || over > 0} onPress={send}>
          <Icon name="send" />
          {t['action.send']}
        </Button>
      </div>
      <div className={styles.below}>
        <Tools queueId={queue.id} insertion={insertion} onTemplate={onTemplate} />
        <ServiceWindow until={serviceWindowExpiresAt} />
        <span id={hintId} className={styles.hint}>
          <span>{t['compose.hint']}</span>
        </span>
        <Counter used={used} over={over} />
      </div>
    </div>
  );
}

/** What helps with writing: emoji, canned responses, templates, and the question that comes before the end. */
function Tools({ queueId, insertion, onTemplate }: { queueId: string; insertion: Insertion; onTemplate: () => void }) {
  const t = useTexts();
  return (
    <span className={styles.tools}>
      <EmojiButton onChoose={insertion.atCaret} />
      <CannedButton queueId={queueId} onChoose={insertion.asLines} />
      <Button className="icon-button" aria-label={t['compose.template']} onPress={onTemplate}>
        <Icon name="file" />
      </Button>
      <Button className={`button ${styles.quick}`} data-kind="quiet" onPress={() => insertion.asLines(t['compose.finish.text'])}>
        <Icon name="chat" size={15} />
        {t['compose.finish']}
      </Button>
    </span>
  );
}
