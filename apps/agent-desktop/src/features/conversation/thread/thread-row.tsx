import type { Conversation } from '@parley/contracts';
import type { CustomItemComponentProps } from 'virtua';
import { useDeskState } from '../../../shared/desk/use-desk';
import type { ThreadMessage } from '../../../shared/desk/thread';
import { useTexts } from '../../../shared/i18n/use-texts';
import type { Outgoing } from '../../../shared/outgoing/kept-outgoing';
import { useLocale } from '../../../shared/preferences';
import { dayName, dayOf } from '../../../shared/time/spans';
import { useToday } from '../../../shared/time/use-now';
import { messageSummary } from '../../../shared/ui/message-summary';
import { Bubble, SystemLine } from '../messages/bubble';
import { OutgoingBubble } from '../messages/outgoing-bubble';
import styles from './thread.module.css';

/** A message, or one of ours that the server has not confirmed. */
export type Row = { readonly message: ThreadMessage; readonly outgoing?: never } | { readonly outgoing: Outgoing; readonly message?: never };

export const rowKey = ({ message, outgoing }: Row): string => (message ? message.messageId : outgoing.messageId);

const JOINED_WITHIN_MS = 5 * 60_000;

/** The place of a row in the list; the list knows only those in sight, so each says which one it is. */
export function ThreadItem({ style, index, children, ref }: CustomItemComponentProps) {
  return (
    <li style={style} ref={ref} aria-setsize={-1} aria-posinset={index + 1}>
      {children}
    </li>
  );
}

interface RowProps {
  readonly conversation: Conversation;
  readonly row: Row;
  readonly before: Row | undefined;
  readonly last: boolean;
  /** The first that came while nobody looked. */
  readonly isNew: boolean;
  readonly newest: boolean;
  readonly retried: boolean;
}

/** One row with what stands above it: the day, where it changes, and where the new messages begin. */
export function ThreadRow({ conversation, row, before, last, isNew, newest, retried }: RowProps) {
  const t = useTexts();
  const me = useDeskState((desk) => desk.me?.agentId);
  const { message } = row;
  const day = dayOf(at(row));
  const newDay = !before || dayOf(at(before)) !== day;
  return (
    <div className={styles.row} data-last={last || undefined}>
      {newDay && <Day day={day} />}
      {isNew && (
        <p className={styles.new}>
          <span>{t['thread.newMessages']}</span>
        </p>
      )}
      {!message ? (
        <OutgoingBubble outgoing={row.outgoing} />
      ) : message.direction === 'system' ? (
        <SystemLine>{messageSummary(message, t)}</SystemLine>
      ) : (
        <Bubble
          conversation={conversation}
          message={message}
          joined={!newDay && !isNew && isJoined(before?.message, message)}
          mine={message.sender.kind === 'agent' && message.sender.id === me}
          newest={newest}
          retried={retried}
        />
      )}
    </div>
  );
}

const at = ({ message, outgoing }: Row): string => (message ? message.sentAt : outgoing.writtenAt);

function Day({ day }: { day: number }) {
  const name = dayName(day, useToday(), useLocale());
  return <p className={styles.day}>{name}</p>;
}

const isJoined = (before: ThreadMessage | undefined, { direction, sender, sentAt }: ThreadMessage): boolean =>
  before !== undefined &&
  before.direction === direction &&
  before.sender.id === sender.id &&
  before.sender.name === sender.name &&
  Date.parse(sentAt) - Date.parse(before.sentAt) < JOINED_WITHIN_MS;
