import type { Target } from '@parley/contracts';
import { useRef, useState } from 'react';
import { codeOf, type FailureCode } from '../../../shared/api/call';
import { useDesk } from '../../../shared/desk/use-desk';
import { useFailureText, useTexts } from '../../../shared/i18n/use-texts';
import { notify } from '../../../shared/ui/notices';
import { useTrouble } from '../../../shared/ui/use-trouble';
import { optionsOf, useDirectory } from './directory';
import type { RequestKind } from './request-dialog';

interface Request {
  readonly kind: RequestKind;
  readonly conversationId: string;
  readonly onDone: () => void;
}

/** A request that is being put together. Whoever is not available any more is named, and does not stay chosen. */
export function useRequest({ kind, conversationId, onDone }: Request) {
  const t = useTexts();
  const { handingOver } = useDesk();
  const failureText = useFailureText();
  const { directory, loading, failed, refresh } = useDirectory();
  const [type, setType] = useState<Target['type']>('queue');
  const [chosen, setChosen] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useTrouble();
  const field = useRef<HTMLInputElement>(null);
  const options = directory && optionsOf(directory, type, t);
  const name = options?.find(({ id }) => id === chosen)?.name ?? chosen ?? '';

  const choose = (id: string | undefined) => {
    setChosen(id);
    if (id !== undefined) setTrouble(undefined);
  };
  const switchTo = (next: Target['type']) => {
    setType(next);
    setChosen(undefined);
    setTrouble(undefined);
  };
  const dropChosen = () => {
    setChosen(undefined);
    setTrouble(t['request.gone']({ name }));
    field.current?.focus();
  };
  const reload = async () => {
    setTrouble(undefined);
    const next = await refresh();
    if (next && chosen !== undefined && !optionsOf(next, type, t).some(({ id }) => id === chosen)) dropChosen();
  };
  const refused = (code: FailureCode) => {
    setBusy(false);
    const canChooseAgain = field.current !== null && (code === 'agent-not-available' || code === 'unknown-target');
    if (!canChooseAgain) return setTrouble(failureText(code));
    dropChosen();
    void refresh();
  };
  const submit = async () => {
    if (chosen === undefined || busy) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      await handingOver[kind](conversationId, { type, id: chosen });
      notify(t[`${kind}.done`]({ name }), 'good');
      onDone();
    } catch (error) {
      refused(codeOf(error));
    }
  };
  return { type, options, chosen, trouble, busy, field, asOfMs: directory?.asOfMs, loading, failed, choose, switchTo, reload, submit };
}
