import type { Conversation } from '@parley/contracts';
import { useTexts } from '../../shared/i18n/use-texts';
import type { SelectOption } from '../../shared/ui/select-field';
import styles from './supervision.module.css';

type Status = Conversation['status'];
const STATUSES: readonly Status[] = ['queued', 'offered', 'active', 'conference-requested', 'conference', 'ended'];

/** The statuses in the words of the desktop. */
export function useStatusNames(): readonly (SelectOption & { readonly id: Status })[] {
  const t = useTexts();
  const nameOf = (status: Status) => {
    if (status === 'conference-requested') return t['status.confRequested'];
    return status === 'conference' ? t['status.conf'] : t[`conversation.status.${status}`];
  };
  return STATUSES.map((id) => ({ id, name: nameOf(id) }));
}

export function StatusChip({ status }: { status: Status }) {
  const name = useStatusNames().find(({ id }) => id === status)?.name;
  return (
    <span className={styles.chip} data-status={status}>
      {name}
    </span>
  );
}
