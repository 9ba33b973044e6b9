import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Icon } from './icon';
import styles from './select-field.module.css';

export interface SelectOption {
  readonly id: string;
  readonly name: string;
}

interface SelectFieldProps {
  readonly label: string;
  readonly options: readonly SelectOption[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** One of a few, chosen from a list that opens; its label stands above it. */
export function SelectField({ label, options, chosen, onChoose }: SelectFieldProps) {
  return (
    <Select className={styles.field} value={chosen} onChange={(key) => key !== null && onChoose(String(key))}>
      <Label className={styles.label}>{label}</Label>
      <Button className={`button ${styles.button}`}>
        <SelectValue className={styles.value} />
        <Icon name="chevron" size={16} />
      </Button>
      <Popover className="popover">
        <ListBox className="menu" items={options}>
          {({ id, name }) => (
            <ListBoxItem id={id} textValue={name} className="menu-item">
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
    </Select>
  );
}
