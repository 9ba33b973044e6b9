import type { EmojiData, EmojiPickerRootProps } from 'frimousse';
import type { Language } from '../../../shared/preferences';

/** Emoji of newer versions are a box on many phones. */
const VERSION_MAX = 15;
const COMPONENTS = 2;

const SOURCES = {
  en: () => Promise.all([import('emojibase-data/en/data.json'), import('emojibase-data/en/messages.json')]),
  es: () => Promise.all([import('emojibase-data/es/data.json'), import('emojibase-data/es/messages.json')]),
} satisfies Record<Language, unknown>;

/** Names and groups in the language asked for. They come from this server, when the picker is first opened. */
export const loadEmoji: NonNullable<EmojiPickerRootProps['resolveEmojiData']> = async (locale): Promise<EmojiData> => {
  const [{ default: emoji }, { default: messages }] = await SOURCES[locale === 'es' ? 'es' : 'en']();
  const tones = Object.fromEntries(messages.skinTones.map(({ key, message }) => [key, capital(message)]));
  return {
    locale,
    emojis: emoji.flatMap(({ emoji: sign, group, label, version, tags }) =>
      group === undefined || group === COMPONENTS || version > VERSION_MAX ? [] : [{ emoji: sign, category: group, label: capital(label), version, tags: tags ?? [] }],
    ),
    categories: messages.groups.filter(({ order }) => order !== COMPONENTS).map(({ order, message }) => ({ index: order, label: capital(message) })),
    skinTones: tones as EmojiData['skinTones'],
  };
};

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
