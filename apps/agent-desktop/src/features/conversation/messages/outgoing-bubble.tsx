import { useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Outgoing } from '../../../shared/outgoing/kept-outgoing';
import { LinkedText } from '../../../shared/content/linked-text';
import { isWhole } from '../../../shared/desk/desk-state';
import { useDesk, useDeskState } from '../../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../../shared/i18n/use-texts';
import { Icon } from '../../../shared/ui/icon';
import { useFocusHandedOn } from '../../../shared/ui/keep-focus';
import styles from './bubbles.module.css';

/** A message that the server has not confirmed yet, or has refused. */
export function OutgoingBubble({ outgoing }: { outgoing: Outgoing }) {
  const t = useTexts();
  const { text, state } = outgoing;
  return (
    <div className={styles.row} data-side="agent" data-unconfirmed>
      <div className={styles.column}>
        <div className={styles.bubble} dir="auto">
          <LinkedText text={text} />
        </div>
        <span className={styles.meta}>
          <span className={styles.delivery} data-delivery={state === 'refused' ? 'failed' : 'pending'}>
            <Icon name={state === 'refused' ? 'alert' : 'clock'} size={15} />
            {t[`message.status.${state}`]}
          </span>
        </span>
        {(state === 'refused' || state === 'held') && <Choices outgoing={outgoing} />}
      </div>
    </div>
  );
}

/** What the agent can do about a message that does not go out without them. With the choice made, they go on where they write. */
function Choices({ outgoing: { messageId, conversationId, text, state, code } }: { outgoing: Outgoing }) {
  const t = useTexts();
  const failureText = useFailureText();
  const { outbox, drafts } = useDesk();
  const isWholeNow = useDeskState((desk) => isWhole(desk, conversationId));
  const place = useRef<HTMLSpanElement>(null);
  useFocusHandedOn(['#reply'], place);
  const discard = () => {
    outbox.discard(messageId);
    drafts.set(conversationId, text);
  };
  return (
    <span className={styles.refused} ref={place}>
      {state === 'refused' && code && (
        <p className={styles.trouble} data-tone="bad" role="alert">
          {failureText(code)}
        </p>
      )}
      {state === 'refused' && (
        <Button className="button" onPress={() => outbox.retry(messageId)}>
          {t['app.tryAgain']}
        </Button>
      )}
      {state === 'held' && isWholeNow && (
        <Button className="button" onPress={() => outbox.sendAnyway(messageId)}>
          {t['message.sendAnyway']}
        </Button>
      )}
      <Button className="button" data-kind="quiet" onPress={discard}>
        {t['message.discard']}
      </Button>
    </span>
  );
}
