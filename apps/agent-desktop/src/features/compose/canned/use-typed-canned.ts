import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { findCanned, typedSearch } from './canned-responses';
import { optionId } from './canned-list';
import { useCannedResponses } from './use-canned-responses';
import { useOptions } from './use-options';

interface Typed {
  readonly queueId: string;
  readonly draft: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** `text` stands instead of what is between `from` and `to`. */
  readonly onInsert: (text: string, from: number, to: number) => void;
}

/** Canned responses that a slash in the text asks for. */
export function useTypedCanned({ queueId, draft, field, onInsert }: Typed) {
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [dismissed, setDismissed] = useState<number>();
  const typed = typedSearch(draft, Math.min(caret, draft.length));
  if (!typed && dismissed !== undefined) setDismissed(undefined);
  const wanted = typed !== undefined && typed.from !== dismissed;
  const { all } = useCannedResponses(queueId, wanted);
  const found = wanted && all ? findCanned(all, typed.search) : [];
  const choose = (index: number) => {
    const response = found[index];
    if (response && typed) onInsert(response.text, typed.from, typed.from + typed.search.length + 1);
  };
  const options = useOptions(found.length, typed?.search ?? '', { onChoose: choose, onClose: () => setDismissed(typed?.from) });
  const open = found.length > 0;
  return {
    open,
    listId,
    found,
    active: options.active,
    choose,
    /** @returns whether the key was meant for the list */
    onKeyDown: (event: KeyboardEvent): boolean => open && options.onKeyDown(event),
    /** The caret may have moved. */
    onCaret: () => setCaret(field.current?.selectionStart ?? 0),
    fieldProps: {
      'aria-autocomplete': 'list' as const,
      ...(open && { 'aria-controls': listId, 'aria-activedescendant': optionId(listId, options.active) }),
    },
  };
}
