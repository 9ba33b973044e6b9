import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components/Button';
import { inSession, onSession } from '../api/session';
import { Cell } from '../browser-store';
import { useTexts } from '../i18n/use-texts';
import { Icon } from './icon';
import { useFocusHandedOn } from './keep-focus';
import styles from './notices.module.css';

type Tone = 'info' | 'good' | 'bad';
interface Notice {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
}

const NOTICES_MAX = 3;
const SIGNS = { good: 'check', info: 'bell', bad: 'alert' } as const;
const SHOWN_MS = { good: 5_000, info: 8_000, bad: 12_000 } as const;
const notices = new Cell<readonly Notice[]>([]);
let lastId = 0;

const dismiss = (id: number) => notices.set(notices.get().filter((notice) => notice.id !== id));

/** A short word at the edge of the page, also said aloud. It goes by itself; nothing that must be acted on belongs here. */
export function notify(text: string, tone: Tone = 'info'): void {
  if (!inSession()) return;
  const id = ++lastId;
  notices.set([...notices.get(), { id, tone, text }].slice(-NOTICES_MAX));
  setTimeout(() => dismiss(id), SHOWN_MS[tone]);
}

/** What is shown is also what screen readers say: the two lists are there before anything is in them. */
export function Notices() {
  const list = useSyncExternalStore(notices.subscribe, notices.get);
  const t = useTexts();
  useEffect(() => onSession(() => notices.set([])), []);
  return (
    <section className={styles.stack} {...(list.length > 0 && { 'aria-label': t['app.notices'] })} data-react-aria-top-layer="true">
      <div className={styles.list} aria-live="assertive">
        {list.map((notice) => notice.tone === 'bad' && <NoticeItem key={notice.id} notice={notice} />)}
      </div>
      <div className={styles.list} aria-live="polite">
        {list.map((notice) => notice.tone !== 'bad' && <NoticeItem key={notice.id} notice={notice} />)}
      </div>
    </section>
  );
}

function NoticeItem({ notice: { id, tone, text } }: { notice: Notice }) {
  const t = useTexts();
  const place = useRef<HTMLDivElement>(null);
  useFocusHandedOn(['[data-notice] button', '[role="dialog"]'], place);
  return (
    <div className={styles.notice} data-tone={tone} data-notice ref={place}>
      <Icon name={SIGNS[tone]} />
      <span>{text}</span>
      <Button className="icon-button" aria-label={t['app.dismiss']} onPress={() => dismiss(id)}>
        <Icon name="close" size={16} />
      </Button>
    </div>
  );
}
