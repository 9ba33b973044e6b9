import type { WrapUp } from '@parley/contracts';
import { useEffect, useRef, useState } from 'react';
import { myWrapUps } from '../../shared/desk/desk-state';
import { useDesk, useDeskState } from '../../shared/desk/use-desk';

/** What an agent owes for one part in one conversation; the same conversation may come again. */
export const keyOf = ({ conversationId, since }: WrapUp): string => `${conversationId} ${since}`;

/** A text is begun in the field that has the focus: what is written next belongs there. */
function isTyping(): boolean {
  const field = document.activeElement;
  return (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) && field.value !== '';
}

/**
 * A dialog is open. One that only asked whether to go on closes as soon as its command is answered, and what the command does may be heard of
 * before that.
 */
const isDeciding = (): boolean => document.querySelector('[role="dialog"]:not(:has(footer [type="button"][data-pending]))') !== null;

const isBusy = (): boolean => isTyping() || isDeciding();

interface Place {
  /** Another one for each page. Who goes on to another page is not asked there for what they were asked here. */
  readonly path: string;
  /** The conversation in sight. */
  readonly selected: string | undefined;
}

/**
 * Which wrap-up the agent is asked for now. That of the conversation in sight always, unless it was put off; any other as soon as it is owed,
 * unless the agent is busy: then they are reminded of it until they open it or send the reminder away.
 */
export function useAsked({ path, selected }: Place) {
  const wrapUps = useDeskState(({ wrapUps }) => wrapUps);
  const [elsewhere, setElsewhere] = useState<{ readonly path: string; readonly key: string }>();
  const [putOff, setPutOff] = useState<string>();
  const [reminders, setReminders] = useState<readonly string[]>([]);
  const all = [...wrapUps.values()];
  const other = elsewhere?.path === path ? all.find((wrapUp) => keyOf(wrapUp) === elsewhere.key) : undefined;
  const own = selected === undefined ? undefined : wrapUps.get(selected);
  const asked = other ?? (own && keyOf(own) !== putOff ? own : undefined);
  const askedKey = asked && keyOf(asked);
  const forget = (key: string) => setReminders((known) => known.filter((one) => one !== key));
  const ask = (key: string) => setElsewhere({ path, key });

  useFreshWrapUps((fresh) => {
    for (const wrapUp of fresh) {
      if (wrapUp.conversationId === selected) continue;
      if (isBusy() || wrapUp !== fresh[0]) setReminders((known) => [...known, keyOf(wrapUp)]);
      else ask(keyOf(wrapUp));
    }
  });
  useEffect(() => {
    if (askedKey !== undefined) forget(askedKey);
  }, [askedKey]);

  return {
    asked,
    /** Whether it is asked for beside the page, which stays as it is. */
    isElsewhere: other !== undefined,
    reminder: all.filter((wrapUp) => reminders.includes(keyOf(wrapUp))).sort((one, another) => one.dueAt.localeCompare(another.dueAt))[0],
    ask,
    forget,
    /** It is asked for again where it is in sight. */
    resume: () => setPutOff(undefined),
    /** Said late, it puts off no other one. */
    later: () => (other ? setElsewhere((now) => (now?.key === askedKey ? undefined : now)) : setPutOff(askedKey)),
  };
}

/** `tell` gets the wrap-ups that are owed from now on, not those that a first look shows. */
function useFreshWrapUps(tell: (fresh: readonly WrapUp[]) => void): void {
  const desk = useDesk();
  const told = useRef(tell);
  useEffect(() => {
    told.current = tell;
  });
  useEffect(
    () =>
      desk.onLive(({ event }, before) => {
        if (event !== 'wrap-up.due' && (event !== 'snapshot' || before.connection === 'connecting')) return;
        const fresh = myWrapUps(desk.state.get()).filter(({ conversationId, since }) => before.wrapUps.get(conversationId)?.since !== since);
        if (fresh.length > 0) told.current(fresh);
      }),
    [desk],
  );
}
