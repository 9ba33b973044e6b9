import { useTexts } from '../../i18n/use-texts';
import { Icon } from '../../ui/icon';
import { SteadyButton } from '../../ui/steady-button';
import styles from './media.module.css';
import { MediaTrouble } from './media-trouble';
import type { MediaProps } from './media-view';
import { useMedia } from './use-media';

/** A document: its name and a way to save it. It is never opened here. */
export function DocumentView({ conversationId, media, kind }: MediaProps) {
  const t = useTexts();
  const { state, load } = useMedia(conversationId, media, false);
  const name = media.fileName || kind;
  if (state.is === 'failed') return <MediaTrouble className={styles.document!} kind={name} code={state.code} onRetry={() => void load()} />;
  const save = async () => {
    const url = state.is === 'ready' ? state.url : await load();
    if (!url) return;
    const link = document.createElement('a');
    link.href = url;
    link.download = media.fileName ?? '';
    link.click();
  };
  return (
    <span className={styles.document}>
      <Icon name="file" size={26} />
      <span>
        <strong dir="auto">{name}</strong>
        <small>{state.is === 'loading' ? t['media.loading'] : media.mimeType}</small>
      </span>
      <SteadyButton
        className="icon-button"
        busy={state.is === 'loading'}
        aria-label={t['media.downloadNamed']({ name })}
        onPress={() => void save()}
      >
        <Icon name="download" />
      </SteadyButton>
    </span>
  );
}
