import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../../i18n/use-texts';
import { Icon } from '../../ui/icon';
import styles from './media.module.css';

interface PictureProps {
  readonly url: string;
  readonly alt: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** The whole picture, over the page. A press beside it, the cross and Escape close it. */
export function PictureDialog({ url, alt, name, onClose }: PictureProps) {
  const t = useTexts();
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={styles.overlay!}>
      <Modal className={styles.modal!}>
        <Dialog className={styles.dialog!} aria-label={alt}>
          <img src={url} alt={alt} />
          <span className={styles.tools}>
            <a className="icon-button" href={url} download={name} aria-label={t['media.download']}>
              <Icon name="download" />
            </a>
            <Button slot="close" className="icon-button" aria-label={t['app.close']}>
              <Icon name="close" />
            </Button>
          </span>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
