import type { LiveEventData } from '@parley/contracts';
import { useEffect, useRef } from 'react';
import { chime } from '../../shared/alerts/chime';
import { DesktopNotifications } from '../../shared/alerts/desktop-notifications';
import { type DeskState, takesPart, unreadOf } from '../../shared/desk/desk-state';
import { shown } from '../../shared/desk/thread';
import { useDesk } from '../../shared/desk/use-desk';
import { useTexts } from '../../shared/i18n/use-texts';
import { preferences } from '../../shared/preferences';
import { deskPath, navigate } from '../../shared/router';
import { announce } from '../../shared/ui/announcer';
import { messageSummary } from '../../shared/ui/message-summary';
import { Quiet } from './quiet';

type Added = LiveEventData<'message.added'>;

/** So long another tab has to say that the message was in sight there. */
const READ_ELSEWHERE_MS = 500;

/** A customer's message that was not known before, in a conversation of the agent's. */
function isNews({ conversationId, messageId, direction }: Added, { conversations, threads, me }: DeskState): boolean {
  const conversation = conversations.get(conversationId);
  const thread = threads.get(conversationId);
  const isKnown = thread !== undefined && shown(thread).some((message) => message.messageId === messageId);
  return direction === 'inbound' && !isKnown && conversation !== undefined && takesPart(conversation, me?.agentId);
}

/**
 * What customers write outside the conversation in sight is said to screen readers, and heard, once for a burst; outside the page, too, when the
 * tab is out of sight. `selected` is the conversation that is open: what is written there the conversation itself says.
 */
export function useMessageAlerts(selected: string | undefined): void {
  const t = useTexts();
  const desk = useDesk();
  const open = useRef(selected);
  useEffect(() => {
    open.current = selected;
  });
  useEffect(() => {
    const notifications = new DesktopNotifications();
    const quiet = new Quiet();
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const alert = (message: Added) => {
      const { conversationId: id, messageId } = message;
      if (unreadOf(desk.state.get(), id) === 0) return;
      if (quiet.isOver(id, Date.now()) && preferences.sound.get()) void chime('message', messageId);
      notifications.show({ id, title: message.sender.name, body: messageSummary(message, t), onOpen: () => navigate(deskPath(id)) });
    };
    const leave = desk.onLive(({ event, data }, before) => {
      if (event !== 'message.added' || !isNews(data, before)) return;
      const isOpen = open.current === data.conversationId;
      if (!isOpen) announce(t['message.elsewhere']({ name: data.sender.name, text: messageSummary(data, t) }));
      if (isOpen && document.visibilityState === 'visible') return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        alert(data);
      }, READ_ELSEWHERE_MS);
      timers.add(timer);
    });
    const forget = desk.state.subscribe(() => notifications.keepOnly(waiting(desk.state.get())));
    return () => {
      leave();
      forget();
      timers.forEach(clearTimeout);
      notifications.close();
    };
  }, [desk, t]);
}

const waiting = (desk: DeskState): readonly string[] => [...desk.conversations.keys()].filter((id) => unreadOf(desk, id) > 0);
