import type { Conversation } from '@parley/contracts';
import { useEffect, useRef, useState } from 'react';
import { codeOf } from '../../../shared/api/call';
import type { Desk } from '../../../shared/desk/desk';
import { useDesk, useDeskState } from '../../../shared/desk/use-desk';
import type { TextKey } from '../../../shared/i18n/texts';
import { useFailureText, useTexts } from '../../../shared/i18n/use-texts';
import { Icon, type IconName } from '../../../shared/ui/icon';
import { notify } from '../../../shared/ui/notices';
import { SteadyButton } from '../../../shared/ui/steady-button';
import styles from '../conversation.module.css';
import { actionsOf, type ConversationAction } from './actions-of';
import { RequestDialog, type RequestKind } from './request-dialog';

interface Looks {
  readonly icon: IconName;
  readonly text: TextKey & `action.${string}`;
  readonly danger?: boolean;
}

const LOOKS: Record<ConversationAction, Looks> = {
  transfer: { icon: 'transfer', text: 'action.transfer' },
  conference: { icon: 'people', text: 'action.conference' },
  cancelRequest: { icon: 'close', text: 'action.cancelRequest' },
  handOver: { icon: 'contact', text: 'action.handOver' },
  removeAgent: { icon: 'personOff', text: 'action.removeAgent' },
  exitConference: { icon: 'signOut', text: 'action.exitConference' },
  endConference: { icon: 'end', text: 'action.endConference', danger: true },
  end: { icon: 'end', text: 'action.end', danger: true },
};

const joinedIn = ({ participants }: Conversation) => participants.find(({ role }) => role === 'conferenced');

/** The command behind each action that needs no dialog. */
const COMMANDS: Record<Exclude<ConversationAction, RequestKind>, (desk: Desk, conversation: Conversation) => Promise<void>> = {
  cancelRequest: (desk, { conversationId }) => desk.handingOver.cancelConference(conversationId),
  handOver: async (desk, conversation) => {
    const joined = joinedIn(conversation);
    if (joined) await desk.handingOver.transfer(conversation.conversationId, { type: 'agent', id: joined.agentId });
  },
  removeAgent: async (desk, conversation) => {
    const { conversationId } = conversation;
    const joined = joinedIn(conversation);
    if (joined) await desk.handingOver.removeAgent(conversationId, joined.agentId);
  },
  exitConference: (desk, { conversationId }) => desk.handingOver.exitConference(conversationId),
  endConference: (desk, { conversationId }) => desk.handingOver.endConference(conversationId),
  end: (desk, { conversationId }) => desk.end(conversationId),
};

/** The buttons of what this agent may do with the conversation now, and the dialogs that they open. */
export function ConversationActions({ conversation }: { conversation: Conversation }) {
  const me = useDeskState((desk) => desk.me?.agentId);
  const [asking, setAsking] = useState<RequestKind>();
  const actions = actionsOf(conversation, me);
  const place = useKeptFocus(actions.join());
  // What became impossible while its dialog was open closes it, for good: possible again, it is asked for again.
  if (asking && !actions.includes(asking)) setAsking(undefined);
  return (
    <div className={styles.buttons} ref={place}>
      {actions.map((action) =>
        action === 'transfer' || action === 'conference' ? (
          <ActionButton key={action} looks={LOOKS[action]} onPress={() => setAsking(action)} />
        ) : (
          <CommandButton key={action} action={action} conversation={conversation} />
        ),
      )}
      {asking && actions.includes(asking) && <RequestDialog kind={asking} conversation={conversation} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

function CommandButton({ action, conversation }: { action: keyof typeof COMMANDS; conversation: Conversation }) {
  const desk = useDesk();
  const failureText = useFailureText();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await COMMANDS[action](desk, conversation).catch((error: unknown) => notify(failureText(codeOf(error)), 'bad'));
    setBusy(false);
  };
  return <ActionButton looks={LOOKS[action]} busy={busy} onPress={() => void run()} />;
}

function ActionButton({ looks, busy = false, onPress }: { looks: Looks; busy?: boolean; onPress: () => void }) {
  const t = useTexts();
  return (
    <SteadyButton className="button" data-kind={looks.danger ? 'danger' : undefined} busy={busy} onPress={onPress}>
      <span className={styles.sign} title={t[looks.text]} aria-hidden="true">
        <Icon name={looks.icon} size={looks.icon === 'end' ? 15 : 17} />
      </span>
      <span className={styles.label}>{t[looks.text]}</span>
    </SteadyButton>
  );
}

/** A button that had the focus and went away with its action leaves it to the first of those that are there now. */
function useKeptFocus(actions: string) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(actions);
  useEffect(() => {
    if (shown.current === actions) return;
    shown.current = actions;
    if (document.activeElement === null || document.activeElement === document.body) place.current?.querySelector('button')?.focus();
  }, [actions]);
  return place;
}
