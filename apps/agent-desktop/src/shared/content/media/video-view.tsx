import { useTexts } from '../../i18n/use-texts';
import { Icon } from '../../ui/icon';
import { SteadyButton } from '../../ui/steady-button';
import styles from './media.module.css';
import { MediaTrouble } from './media-trouble';
import type { MediaProps } from './media-view';
import { useMedia } from './use-media';

/** A film, loaded when somebody wants to see it: films are large. */
export function VideoView({ conversationId, media, kind }: MediaProps) {
  const t = useTexts();
  const { state, load } = useMedia(conversationId, media, false);
  if (state.is === 'failed') return <MediaTrouble className={styles.video!} kind={kind} code={state.code} onRetry={() => void load()} />;
  // What customers send has no subtitles to offer.
  if (state.is === 'ready') return <video className={styles.video} src={state.url} controls autoPlay aria-label={kind} />;
  return (
    <SteadyButton
      className={`${styles.video} ${styles.opens}`}
      busy={state.is === 'loading'}
      aria-label={t['media.play']({ kind })}
      onPress={() => void load()}
    >
      <Icon name="video" size={30} />
      <span>{state.is === 'loading' ? t['media.loading'] : kind}</span>
    </SteadyButton>
  );
}
