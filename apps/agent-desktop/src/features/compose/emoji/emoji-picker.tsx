import { EmojiPicker as Picker, type EmojiPickerListCategoryHeaderProps, type EmojiPickerListEmojiProps, type EmojiPickerListRowProps } from 'frimousse';
import { useTexts } from '../../../shared/i18n/use-texts';
import { useLanguage } from '../../../shared/preferences';
import { loadEmoji } from './emoji-data';
import styles from './emoji.module.css';

const COLUMNS = 9;

/** All emoji, by group, with search. In a file of its own: it is loaded when it is first opened. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useTexts();
  return (
    <Picker.Root className={styles.root!} locale={useLanguage()} columns={COLUMNS} resolveEmojiData={loadEmoji} onEmojiSelect={({ emoji }) => onChoose(emoji)}>
      <Picker.Search className={`input ${styles.search}`} autoFocus aria-label={t['compose.emoji.search']} placeholder={t['compose.emoji.search']} />
      <Picker.Viewport className={styles.viewport!} tabIndex={0}>
        <Picker.Loading className={styles.note!}>{t['compose.emoji.loading']}</Picker.Loading>
        <Picker.Empty>
          <span className={styles.note}>{t['compose.emoji.none']}</span>
        </Picker.Empty>
        <Picker.List className={styles.list!} components={{ CategoryHeader, Row, Emoji }} aria-label={t['compose.emoji']} />
      </Picker.Viewport>
      <Picker.ActiveEmoji>
        {({ emoji }) => (
          <p className={styles.active} aria-hidden="true">
            {emoji ? (
              <>
                <span>{emoji.emoji}</span> {emoji.label}
              </>
            ) : null}
          </p>
        )}
      </Picker.ActiveEmoji>
    </Picker.Root>
  );
}

function CategoryHeader({ category, ...rest }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...rest} className={styles.category}>
      {category.label}
    </div>
  );
}

/** ARIA counts rows and columns from 1, the library from 0. */
const fromOne = (index: number | undefined) => (index === undefined ? undefined : index + 1);

function Row({ children, 'aria-rowindex': index, ...rest }: EmojiPickerListRowProps) {
  return (
    <div {...rest} aria-rowindex={fromOne(index)}>
      {children}
    </div>
  );
}

function Emoji({ emoji, 'aria-colindex': index, ...rest }: EmojiPickerListEmojiProps) {
  return (
    <button {...rest} aria-colindex={fromOne(index)} type="button" className={styles.emoji} data-active={emoji.isActive || undefined}>
      {emoji.emoji}
    </button>
  );
}
