import { useEffect, useRef } from 'react';
import { useTexts } from '../../../shared/i18n/use-texts';
import { announce } from '../../../shared/ui/announcer';
import type { CannedResponse } from './canned-responses';
import styles from './canned.module.css';

interface ListProps {
  readonly id: string;
  readonly responses: readonly CannedResponse[];
  readonly active: number;
  readonly onChoose: (index: number) => void;
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

/** The responses that match; the keyboard stays in the field that searches them. */
export function CannedList({ id, responses, active, onChoose }: ListProps) {
  const t = useTexts();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => announce(t['compose.canned.count']({ count: responses.length })), [responses.length, t]);
  useEffect(() => {
    // Gives a promise in some browsers, which must not be taken for a clean-up.
    void list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul ref={list} id={id} role="listbox" aria-label={t['compose.canned']} className={styles.list}>
      {responses.map(({ id: responseId, title, text }, index) => (
        <li
          key={responseId}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
        >
          <strong>{title}</strong>
          <span dir="auto">{text}</span>
        </li>
      ))}
    </ul>
  );
}
