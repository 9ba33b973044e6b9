import { useTexts } from '../../i18n/use-texts';
import { Icon } from '../../ui/icon';
import styles from './media.module.css';
import { MediaTrouble } from './media-trouble';
import type { MediaProps } from './media-view';
import { useMedia } from './use-media';

/** A voice message or a sound, to be heard in place. */
export function AudioView({ conversationId, media, kind }: MediaProps) {
  const t = useTexts();
  const { state, load } = useMedia(conversationId, media, true);
  if (state.is === 'failed') return <MediaTrouble className={styles.audio!} kind={kind} code={state.code} onRetry={() => void load()} />;
  return (
    <span className={styles.audio}>
      <Icon name="mic" size={20} />
      <strong>{kind}</strong>
      {state.is === 'ready' ? <audio src={state.url} controls preload="metadata" aria-label={kind} /> : <span>{t['media.loading']}</span>}
    </span>
  );
}
