import { useEffect, useSyncExternalStore } from 'react';
import { inSession, onSession } from '../api/session';
import { Voice } from './voice';

const voices = { polite: new Voice(), assertive: new Voice() } as const;
type Urgency = keyof typeof voices;

/** A screen reader says `text`: `assertive` at once, `polite` when it pauses. Only while somebody is signed in. */
export function announce(text: string, urgency: Urgency = 'polite'): void {
  if (inSession()) voices[urgency].say(text);
}

function Region({ urgency }: { urgency: Urgency }) {
  const { words } = voices[urgency];
  const said = useSyncExternalStore(words.subscribe, words.get);
  return (
    <div aria-live={urgency} aria-atomic="true">
      {said.map((text, at) => (
        <p key={at}>{text}</p>
      ))}
    </div>
  );
}

/**
 * The two places that screen readers listen to, without a role of their own: alerts and statuses are what can be seen.
 * Stays in reach while a dialog hides the rest of the page. Whoever signs in next hears nothing of the last one's.
 */
export function Announcer() {
  useEffect(
    () =>
      onSession(() => {
        for (const voice of Object.values(voices)) voice.silence();
      }),
    [],
  );
  return (
    <div className="visually-hidden" data-react-aria-top-layer="true" data-live-announcer="true">
      <Region urgency="polite" />
      <Region urgency="assertive" />
    </div>
  );
}
