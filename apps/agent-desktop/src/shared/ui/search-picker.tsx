import { searchable } from '@parley/contracts';
import { type RefObject, useContext, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox, ComboBoxStateContext } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { Avatar } from './avatar';
import { Icon } from './icon';
import styles from './search-picker.module.css';

export interface PickerItem {
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
  /** Shown with initials. */
  readonly person?: boolean;
}

interface PickerProps {
  /** For assistive technology; what stands above the field says it to the eye. */
  readonly label: string;
  readonly placeholder: string;
  /** Stands in the list when there is nothing in it. */
  readonly noMatch: string;
  readonly items: readonly PickerItem[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
  readonly autoFocus?: boolean;
  readonly field?: RefObject<HTMLInputElement | null>;
}

const matches = (name: string, search: string): boolean => searchable(name).includes(searchable(search));

/** One field that is both the drop-down and the search: open it and choose, or write a part of the name. */
export function SearchPicker({ label, placeholder, noMatch, items, chosen, onChoose, autoFocus = false, field }: PickerProps) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <ComboBox
      className={styles.picker}
      aria-label={label}
      defaultItems={items}
      value={chosen ?? null}
      onChange={(key) => onChoose(key === null ? undefined : String(key))}
      defaultFilter={matches}
      allowsEmptyCollection
      autoFocus={autoFocus}
    >
      <div className={styles.control} ref={setPlace}>
        <Icon name="search" />
        <SearchField placeholder={placeholder} {...(field && { field })} />
        <Button className={`icon-button ${styles.open}`}>
          <Icon name="chevron" />
        </Button>
      </div>
      <Popover className={`popover ${styles.list}`} offset={5} containerPadding={0} {...(place && { UNSTABLE_portalContainer: place })}>
        <ListBox<PickerItem> className="menu" renderEmptyState={() => <p className={styles.none}>{noMatch}</p>}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className={`menu-item ${styles.item}`}>
              {({ isSelected }) => <Choice item={item} selected={isSelected} />}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

function Choice({ item: { name, detail, person }, selected }: { item: PickerItem; selected: boolean }) {
  return (
    <>
      {person && <Avatar name={name} size={26} />}
      <bdi className={styles.name}>{name}</bdi>
      {detail && (
        // Hidden as a part of the option's name; its description all the same.
        <Text slot="description" className={styles.detail} aria-hidden="true">
          {detail}
        </Text>
      )}
      {selected && (
        <span data-check>
          <Icon name="check" size={16} />
        </span>
      )}
    </>
  );
}

/** A press on the field opens the whole list, as on a drop-down; the field itself opens it when something is written. */
function SearchField({ placeholder, field }: { placeholder: string; field?: RefObject<HTMLInputElement | null> }) {
  const list = useContext(ComboBoxStateContext);
  return (
    <Input
      className={`input ${styles.search}`}
      placeholder={placeholder}
      onClick={() => list?.open(null, 'manual')}
      {...(field && { ref: field })}
    />
  );
}
