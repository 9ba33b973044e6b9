import { useTexts } from '../i18n/use-texts';
import { Icon } from '../ui/icon';
import styles from './content.module.css';
import { mapAddress, placeOf } from './place';

/** A place that the customer sent: its name and address, and a map elsewhere for those who ask for it. */
export function PlaceView({ content }: { content: unknown }) {
  const t = useTexts();
  const place = placeOf(content);
  const map = mapAddress(place);
  return (
    <span className={styles.placeholder}>
      <Icon name="pin" size={22} />
      <span>
        <strong>{place.name ?? t['message.type.location']}</strong>
        {place.address && <bdi>{place.address}</bdi>}
        {!place.address && !place.name && map && (
          <bdi>
            {place.latitude}, {place.longitude}
          </bdi>
        )}
        {map && (
          <a href={map} target="_blank" rel="noopener noreferrer nofollow">
            {t['media.map']}
          </a>
        )}
      </span>
    </span>
  );
}
