import type { WrapUp } from '@parley/contracts';
import { TakeBack } from '../features/conversation/actions/take-back';
import { WrapUpDialog } from '../features/wrap-up/wrap-up-dialog';
import { WRAP_UP_BUTTON } from '../features/wrap-up/wrap-up-due';
import { takesPart } from '../shared/desk/desk-state';
import { useDesk, useDeskState } from '../shared/desk/use-desk';
import { deskPath, isAt, navigate } from '../shared/router';
import { focusFirst, useFocusHandedOn } from '../shared/ui/keep-focus';

interface AskedProps {
  readonly wrapUp: WrapUp;
  /** Whether the page shows something else, and goes on doing so. */
  readonly isElsewhere: boolean;
  readonly onLater: () => void;
}

/** The wrap-up's dialog, over whichever page is shown. When it goes, by whomever, the keyboard goes on in the work area. */
export function WrapUpAsked({ wrapUp, isElsewhere, onLater }: AskedProps) {
  const conversation = useDeskState(({ conversations }) => conversations.get(wrapUp.conversationId));
  const desk = useDesk();
  useFocusHandedOn([WRAP_UP_BUTTON]);
  const done = () => {
    if (isElsewhere) return onLater();
    // The answer may be late: whatever was opened since stays.
    if (!isAt(deskPath(wrapUp.conversationId))) return;
    const { conversations, me } = desk.state.get();
    const now = conversations.get(wrapUp.conversationId);
    // Who was asked back into the conversation meanwhile is still in it.
    if (!now || !takesPart(now, me?.agentId)) navigate(deskPath());
    focusFirst();
  };
  return (
    <WrapUpDialog wrapUp={wrapUp} ended={conversation?.status === 'ended'} onLater={onLater} onDone={done}>
      {conversation && <TakeBack conversation={conversation} />}
    </WrapUpDialog>
  );
}
