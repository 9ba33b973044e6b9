import { initials } from './initials';
import styles from './avatar.module.css';

/** A person's initials. `plain` is the grey of customers' bubbles; otherwise the name picks a calm tint. */
export function Avatar({ name, size = 36, plain = false }: { name: string; size?: number; plain?: boolean }) {
  return (
    <span
      className={plain ? styles.plain : styles.tinted}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.38), '--hue': hueOf(name) } as React.CSSProperties}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}

const hueOf = (name: string): number => [...name].reduce((hue, letter) => (hue * 31 + letter.codePointAt(0)!) % 360, 7);
