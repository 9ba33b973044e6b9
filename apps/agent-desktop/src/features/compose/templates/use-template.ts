import { inOneLine, parameterMistake, type Templates } from '@parley/contracts';
import { useState } from 'react';
import { codeOf } from '../../../shared/api/call';
import { useAnswer } from '../../../shared/api/use-answer';
import { useDesk } from '../../../shared/desk/use-desk';
import { useFailureText } from '../../../shared/i18n/use-texts';
import { useLanguage } from '../../../shared/preferences';
import { useTrouble } from '../../../shared/ui/use-trouble';

export type Template = Templates['items'][number];

interface Choice {
  readonly template?: Template | undefined;
  readonly values: readonly string[];
  /** Names this choice with these values, so that however often it is submitted, it is sent once. */
  readonly messageId: string;
}

interface Choosing {
  readonly conversationId: string;
  readonly queueId: string;
  readonly onDone: () => void;
}

const choiceOf = (template: Template | undefined, values: readonly string[]): Choice => ({ template, values, messageId: crypto.randomUUID() });

/** A template that is being chosen and filled in. */
export function useTemplate({ conversationId, queueId, onDone }: Choosing) {
  const desk = useDesk();
  const failureText = useFailureText();
  const { value: answer, failed, reload } = useAnswer<Templates>(`/api/templates?${new URLSearchParams({ queue: queueId, lang: useLanguage() })}`);
  const [choice, setChoice] = useState<Choice>(() => choiceOf(undefined, []));
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useTrouble();
  const { template, values, messageId } = choice;
  const ready = template !== undefined && values.every((value) => parameterMistake(value) === undefined);

  const choose = (id: string | undefined) => {
    const chosen = answer?.items.find((one) => one.id === id);
    setChoice(choiceOf(chosen, chosen?.parameters.map(() => '') ?? []));
    setTrouble(undefined);
  };
  const fill = (at: number, typed: string) => setChoice(choiceOf(template, values.map((value, index) => (index === at ? inOneLine(typed) : value))));
  const submit = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      await desk.sendTemplate(conversationId, { messageId, templateId: template.id, parameters: [...values] });
      onDone();
    } catch (error) {
      setBusy(false);
      setTrouble(failureText(codeOf(error)));
    }
  };
  return { templates: answer?.items, failed: failed && !answer, reload, template, values, ready, busy, trouble, choose, fill, submit };
}
