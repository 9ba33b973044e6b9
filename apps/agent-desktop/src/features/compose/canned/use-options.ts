import { type KeyboardEvent, useState } from 'react';

/** Which of `count` options is active while the keyboard stays in a text field. */
export function useOptions(count: number, search: string, { onChoose, onClose }: { onChoose: (index: number) => void; onClose: () => void }) {
  const [at, setAt] = useState({ search, index: 0 });
  // Another search begins at the first option again.
  const active = at.search === search ? Math.min(at.index, count - 1) : 0;
  const move = (index: number) => setAt({ search, index: (index + count) % count });
  /** @returns whether the key was meant for the options */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing || (count === 0 && event.key !== 'Escape')) return false;
    switch (event.key) {
      case 'ArrowDown':
        move(active + 1);
        break;
      case 'ArrowUp':
        move(active - 1);
        break;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) return false;
        onChoose(active);
        break;
      case 'Escape':
        onClose();
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { active, onKeyDown };
}
