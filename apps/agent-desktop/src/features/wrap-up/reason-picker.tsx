import { searchable, type WrapUpReasons } from '@parley/contracts';
import { useContext, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox, ComboBoxStateContext } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { useTexts } from '../../shared/i18n/use-texts';
import { Icon } from '../../shared/ui/icon';
import styles from './wrap-up.module.css';

interface PickerProps {
  readonly items: WrapUpReasons['items'];
  readonly chosen: string | undefined;
  readonly onChoose: (reasonId: string | undefined) => void;
}

const matches = (name: string, search: string): boolean => searchable(name).includes(searchable(search));

/** One field that is both the drop-down and the search: open it and choose, or write a part of the reason. */
export function ReasonPicker({ items, chosen, onChoose }: PickerProps) {
  const t = useTexts();
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <ComboBox
      className={styles.picker}
      defaultItems={items}
      value={chosen ?? null}
      onChange={(key) => onChoose(key === null ? undefined : String(key))}
      defaultFilter={matches}
      allowsEmptyCollection
      autoFocus
    >
      <Label className="visually-hidden">{t['dialog.wrapup']}</Label>
      <div className={styles.control} ref={setPlace}>
        <Icon name="search" />
        <SearchField />
        <Button className={`icon-button ${styles.open}`}>
          <Icon name="chevron" />
        </Button>
      </div>
      <Popover className={`popover ${styles.list}`} offset={5} containerPadding={0} {...(place && { UNSTABLE_portalContainer: place })}>
        <ListBox<{ id: string; name: string }> className="menu" renderEmptyState={() => <p className={styles.none}>{t['wrapup.none']}</p>}>
          {({ id, name }) => (
            <ListBoxItem id={id} textValue={name} className={`menu-item ${styles.reason}`}>
              {({ isSelected }) => (
                <>
                  {name}
                  {isSelected && (
                    <span data-check>
                      <Icon name="check" size={16} />
                    </span>
                  )}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** A press on the field opens the whole list, as on a drop-down; the field itself opens it when something is written. */
function SearchField() {
  const t = useTexts();
  const list = useContext(ComboBoxStateContext);
  return <Input className={`input ${styles.search}`} placeholder={t['wrapup.search']} onClick={() => list?.open(null, 'manual')} />;
}
