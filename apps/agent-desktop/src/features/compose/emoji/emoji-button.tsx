import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTexts } from '../../../shared/i18n/use-texts';
import { Icon } from '../../../shared/ui/icon';
import styles from './emoji.module.css';

const EmojiPicker = lazy(() => import('./emoji-picker'));

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
          <Suspense fallback={<p className={styles.note}>{t['compose.emoji.loading']}</p>}>
            <EmojiPicker onChoose={choose} />
          </Suspense>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
