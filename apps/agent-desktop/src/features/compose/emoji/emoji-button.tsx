import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTexts } from '../../../shared/i18n/use-texts';
import { Icon } from '../../../shared/ui/icon';
import { lazyPart } from '../../../shared/ui/lazy-part';
import styles from './emoji.module.css';

const EmojiPicker = lazyPart(() => import('./emoji-picker').then(({ EmojiPicker }) => EmojiPicker));
const inNote = (content: ReactNode) => <div className={styles.note}>{content}</div>;

/** Opens the emoji; the one chosen goes into the text. */
export function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const choose = (emoji: string) => {
    setOpen(false);
    onChoose(emoji);
  };
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className="icon-button" aria-label={t['compose.emoji']}>
        <Icon name="smile" />
      </Button>
      <Popover className={`popover ${styles.popover}`} placement="top start">
        <Dialog className={styles.dialog!} aria-label={t['compose.emoji']}>
          <EmojiPicker places={{ waiting: inNote(t['compose.emoji.loading']), failed: inNote }} onChoose={choose} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
