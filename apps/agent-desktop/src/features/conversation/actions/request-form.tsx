import { useTexts } from '../../../shared/i18n/use-texts';
import { DialogFoot, DialogForm } from '../../../shared/ui/dialog-parts';
import { SearchPicker } from '../../../shared/ui/search-picker';
import { TargetKind } from '../../../shared/ui/target-kind';
import { Trouble } from '../../../shared/ui/trouble';
import { AsOf } from './as-of';
import type { RequestKind } from './request-dialog';
import { useRequest } from './use-request';

interface FormProps {
  readonly kind: RequestKind;
  readonly conversationId: string;
  readonly onDone: () => void;
}

/** The choice of a queue or an agent, how old the list is, and what became of the request. */
export function RequestForm({ kind, conversationId, onDone }: FormProps) {
  const t = useTexts();
  const request = useRequest({ kind, conversationId, onDone });
  const { type, options, chosen, trouble, busy } = request;
  return (
    <DialogForm onSubmit={request.submit}>
      <TargetKind label={t[`${kind}.to`]} value={type} onChange={request.switchTo} />
      <AsOf asOfMs={request.asOfMs} loading={request.loading} failed={request.failed} onRefresh={() => void request.reload()} />
      <Trouble text={trouble} />
      <SearchPicker
        key={type}
        label={t[`request.${type}`]}
        placeholder={t[`request.${type}.search`]}
        noMatch={options?.length === 0 ? t[`request.${type}.none`] : options ? t['request.noMatch'] : t['request.loading']}
        items={options ?? []}
        chosen={chosen}
        onChoose={request.choose}
        autoFocus={!options}
        field={request.field}
      />
      <DialogFoot action={t[`action.${kind}`]} disabled={chosen === undefined} busy={busy} />
    </DialogForm>
  );
}
