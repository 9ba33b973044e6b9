import { type FormEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../../shared/i18n/use-texts';
import { SearchPicker } from '../../../shared/ui/search-picker';
import styles from './actions.module.css';
import { AsOf } from './as-of';
import type { RequestKind } from './request-dialog';
import { TargetKind } from './target-kind';
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void request.submit();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TargetKind label={t[`${kind}.to`]} value={type} onChange={request.switchTo} />
      <AsOf asOfMs={request.asOfMs} loading={request.loading} failed={request.failed} onRefresh={() => void request.reload()} />
      <p role="alert" className={styles.trouble} hidden={!trouble}>
        {trouble}
      </p>
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
      <footer className={styles.foot}>
        <Button slot="close" className="button">
          {t['app.cancel']}
        </Button>
        <Button type="submit" className="button" data-kind="primary" isDisabled={chosen === undefined} data-pending={busy || undefined}>
          {t[`action.${kind}`]}
        </Button>
      </footer>
    </form>
  );
}
