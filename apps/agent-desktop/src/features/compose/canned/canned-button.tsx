import { useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTexts } from '../../../shared/i18n/use-texts';
import { Icon } from '../../../shared/ui/icon';
import { CannedList, optionId } from './canned-list';
import { findCanned } from './canned-responses';
import styles from './canned.module.css';
import { useCannedResponses } from './use-canned-responses';
import { useOptions } from './use-options';

/** Opens the canned responses with a search; the one chosen goes into the text. */
export function CannedButton({ queueId, onChoose }: { queueId: string; onChoose: (text: string) => void }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const choose = (text: string) => {
    setOpen(false);
    onChoose(text);
  };
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className="icon-button" aria-label={t['compose.canned']}>
        <Icon name="bolt" />
      </Button>
      <Popover className={`popover ${styles.popover}`} placement="top start">
        <Dialog className={styles.dialog!} aria-label={t['compose.canned']}>
          <Search queueId={queueId} onChoose={choose} onClose={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Search({ queueId, onChoose, onClose }: { queueId: string; onChoose: (text: string) => void; onClose: () => void }) {
  const t = useTexts();
  const listId = useId();
  const [search, setSearch] = useState('');
  const { all, failed } = useCannedResponses(queueId, true);
  const found = findCanned(all ?? [], search);
  const choose = (index: number) => {
    const response = found[index];
    if (response) onChoose(response.text);
  };
  const { active, onKeyDown } = useOptions(found.length, search, { onChoose: choose, onClose });
  return (
    <>
      <input
        type="search"
        role="combobox"
        className={`input ${styles.search}`}
        autoFocus
        value={search}
        placeholder={t['compose.canned.search']}
        aria-label={t['compose.canned.search']}
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? optionId(listId, active) : undefined}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {found.length > 0 ? (
        <CannedList id={listId} responses={found} active={active} onChoose={choose} />
      ) : (
        <p className={styles.note} id={listId}>
          {failed ? t['compose.canned.failed'] : all ? t['compose.canned.none'] : t['request.loading']}
        </p>
      )}
    </>
  );
}
