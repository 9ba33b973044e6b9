import type { Conversation, Offer } from '@parley/contracts';
import { useCallback, useState } from 'react';
import { codeOf, type FailureCode } from '../../shared/api/call';
import type { Desk } from '../../shared/desk/desk';
import { useDesk } from '../../shared/desk/use-desk';
import { useFailureText, useListText, useTexts } from '../../shared/i18n/use-texts';
import { notify } from '../../shared/ui/notices';
import { nameOf } from './telling/offer-news';

const AT_ONCE = 4;

interface Outcome {
  readonly offer: Offer;
  readonly conversation?: Conversation;
  readonly code?: FailureCode;
}

export interface Accepting {
  readonly accept: (offers: readonly Offer[]) => Promise<void>;
  readonly isAccepting: (offerId: string) => boolean;
}

/** Every offer is accepted or its refusal known; a few at once, the oldest first. */
async function acceptEach(desk: Desk, offers: readonly Offer[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < offers.length; from += AT_ONCE) {
    const some = offers.slice(from, from + AT_ONCE).map((offer) =>
      desk.accept(offer).then(
        (conversation) => ({ offer, conversation }),
        (error: unknown) => ({ offer, code: codeOf(error) }),
      ),
    );
    outcomes.push(...(await Promise.all(some)));
  }
  return outcomes;
}

/** Accepts one request or several. Those that failed are named, by what failed; the oldest that did not is opened. */
export function useAccepting(onAccepted: (conversationId: string) => void): Accepting {
  const t = useTexts();
  const desk = useDesk();
  const failureText = useFailureText();
  const listText = useListText();
  const [accepting, setAccepting] = useState<ReadonlySet<string>>(new Set());

  const tell = (code: FailureCode, failed: readonly Outcome[]) => {
    const names = listText(failed.map(({ offer }) => nameOf(offer)));
    notify(code === 'offer-closed' ? t['offer.ending.gone']({ names, count: failed.length }) : `${names}: ${failureText(code)}`, 'bad');
  };
  const accept = async (offers: readonly Offer[]) => {
    const fresh = offers.filter(({ offerId }) => !accepting.has(offerId));
    if (fresh.length === 0) return;
    const ids = fresh.map(({ offerId }) => offerId);
    setAccepting((now) => new Set([...now, ...ids]));
    const outcomes = await acceptEach(desk, fresh);
    setAccepting((now) => new Set([...now].filter((id) => !ids.includes(id))));
    const first = outcomes.find(({ conversation }) => conversation)?.conversation;
    if (first) onAccepted(first.conversationId);
    const codes = new Set(outcomes.flatMap(({ code }) => code ?? []));
    for (const code of codes) tell(code, outcomes.filter((outcome) => outcome.code === code));
  };
  return { accept, isAccepting: useCallback((offerId: string) => accepting.has(offerId), [accepting]) };
}
