import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useDesk, useDraft } from '../../shared/desk/use-desk';

export type Insertion = ReturnType<typeof useInsertion>;

/** Puts text into the draft, the caret behind it and the keyboard back into the field. */
export function useInsertion(conversationId: string, field: RefObject<HTMLTextAreaElement | null>) {
  const { drafts } = useDesk();
  const draft = useDraft(conversationId);
  const caret = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  }, [draft, field]);

  const replace = (text: string, from: number, to: number) => {
    caret.current = from + text.length;
    drafts.set(conversationId, draft.slice(0, from) + text + draft.slice(to));
    // A dialog that closes gives the focus back to its button first.
    requestAnimationFrame(() => field.current?.focus());
  };
  const end = draft.length;
  return {
    replace,
    /** Instead of what is marked. */
    atCaret: (text: string) => replace(text, field.current?.selectionStart ?? end, field.current?.selectionEnd ?? end),
    /** On lines of its own, after what is there. */
    asLines: (text: string) => replace(draft.trim() === '' ? text : `\n${text}`, draft.trim() === '' ? 0 : draft.trimEnd().length, end),
  };
}
