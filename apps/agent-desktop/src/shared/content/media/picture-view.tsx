import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../i18n/use-texts';
import styles from './media.module.css';
import { MediaTrouble } from './media-trouble';
import type { MediaProps } from './media-view';
import { PictureDialog } from './picture-dialog';
import { useMedia } from './use-media';

/** A picture, cut to a frame; the whole of it opens in a dialog. A sticker is shown as it is. */
export function PictureView({ conversationId, media, kind, from, sticker = false }: MediaProps & { readonly sticker?: boolean }) {
  const t = useTexts();
  const { state, load } = useMedia(conversationId, media, true);
  const [open, setOpen] = useState(false);
  const [broken, setBroken] = useState(false);
  const className = sticker ? styles.sticker : styles.picture;
  const alt = media.caption || t['media.alt']({ kind, name: from });
  if (state.is === 'failed' || broken)
    return <MediaTrouble className={className!} kind={kind} code={state.is === 'failed' ? state.code : 'unsupported-media'} onRetry={() => void load()} />;
  if (state.is !== 'ready')
    return (
      <span className={className} data-loading role="img" aria-label={`${alt}: ${t['media.loading']}`}>
        <span aria-hidden="true">{t['media.loading']}</span>
      </span>
    );
  const picture = <img src={state.url} alt={alt} onError={() => setBroken(true)} />;
  if (sticker) return <span className={className}>{picture}</span>;
  return (
    <>
      <Button className={`${className} ${styles.opens}`} aria-label={t['media.open']({ kind: alt })} onPress={() => setOpen(true)}>
        {picture}
      </Button>
      {open && <PictureDialog url={state.url} alt={alt} name={fileName(media.mimeType)} onClose={() => setOpen(false)} />}
    </>
  );
}

const fileName = (mimeType: string): string => `picture.${mimeType.split('/')[1]?.replace('jpeg', 'jpg') ?? 'jpg'}`;
