import { useSyncExternalStore } from 'react';
import { Cell } from '../browser-store';

interface Said {
  readonly text: string;
  readonly turn: number;
}

const polite = new Cell<Said>({ text: '', turn: 0 });
const assertive = new Cell<Said>({ text: '', turn: 0 });

/** A screen reader says `text`: `assertive` at once, `polite` when it pauses. The same text twice is said twice. */
export function announce(text: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  const said = urgency === 'polite' ? polite : assertive;
  said.set({ text, turn: said.get().turn + 1 });
}

function Region({ said, urgency }: { said: Cell<Said>; urgency: 'polite' | 'assertive' }) {
  const { text, turn } = useSyncExternalStore(said.subscribe, said.get);
  return (
    <div role={urgency === 'polite' ? 'status' : 'alert'} aria-live={urgency} aria-atomic="true">
      {text && <span key={turn}>{text}</span>}
    </div>
  );
}

/** The two places that screen readers listen to. Stays in reach while a dialog hides the rest of the page. */
export function Announcer() {
  return (
    <div className="visually-hidden" data-react-aria-top-layer="true" data-live-announcer="true">
      <Region said={polite} urgency="polite" />
      <Region said={assertive} urgency="assertive" />
    </div>
  );
}
