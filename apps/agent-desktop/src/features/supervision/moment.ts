/** A moment to the second, with its day. */
export const momentOf = (time: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time));

export const secondOf = (time: string, locale: string): string => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(new Date(time));
