import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../i18n/use-texts';
import { Icon } from './icon';
import styles from './modal-dialog.module.css';

interface ModalDialogProps {
  readonly title: string;
  readonly lead: string;
  /** Beside the title. */
  readonly aside?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page, which waits meanwhile. Escape, the cross and every button in the slot `close` leave it. */
export function ModalDialog({ title, lead, aside, onClose, children }: ModalDialogProps) {
  const t = useTexts();
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && onClose()} className={styles.overlay} isDismissable={false}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog}>
          <header className={styles.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {aside && <span className={styles.aside}>{aside}</span>}
            <Button slot="close" className="icon-button" aria-label={t['app.close']}>
              <Icon name="close" />
            </Button>
          </header>
          <p className={styles.lead}>{lead}</p>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
