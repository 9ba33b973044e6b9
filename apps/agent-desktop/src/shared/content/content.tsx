import type { Message } from '@parley/contracts';
import { useTexts } from '../i18n/use-texts';
import { Icon } from '../ui/icon';
import { messageKind } from '../ui/message-summary';
import { MediaView } from './media/media-view';
import styles from './content.module.css';
import { contactCards, ContactCards } from './contact-cards';
import { LinkedText } from './linked-text';
import { placeholderOf } from './placeholder';
import { PlaceView } from './place-view';

/** What a message says or shows. */
export function Content({ conversationId, message }: { conversationId: string; message: Message }) {
  if ((message.type === 'text' || message.type === 'template') && message.text !== undefined) return <LinkedText text={message.text} />;
  const { caption } = placeholderOf(message);
  return (
    <>
      <Thing conversationId={conversationId} message={message} />
      {caption && (
        <span className={styles.caption} dir="auto">
          <LinkedText text={caption} />
        </span>
      )}
    </>
  );
}

function Thing({ conversationId, message }: { conversationId: string; message: Message }) {
  const t = useTexts();
  const { type, media, content, sender } = message;
  if (media) return <MediaView conversationId={conversationId} media={media} type={type} kind={messageKind(message, t)} from={sender.name} />;
  if (type === 'location') return <PlaceView content={content} />;
  const cards = type === 'contacts' ? contactCards(content) : [];
  if (cards.length > 0) return <ContactCards cards={cards} />;
  const { icon, detail } = placeholderOf(message);
  return (
    <span className={styles.placeholder}>
      <Icon name={icon} size={22} />
      <span>
        <strong>{messageKind(message, t)}</strong>
        {detail && <bdi>{detail}</bdi>}
      </span>
    </span>
  );
}
