import type { ReactNode } from 'react';
import styles from './trouble.module.css';

/** What went wrong, said as soon as there is something; `children` is what can be done about it. */
export function Trouble({ text, children }: { text: string | undefined; children?: ReactNode }) {
  return (
    <p role="alert" className={styles.trouble} hidden={!text}>
      {text}
      {text && children}
    </p>
  );
}
