const pad = (value: number) => String(value).padStart(2, '0');

/** `m:ss`, from an hour on `h:mm:ss`. Never negative. */
export function clockSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** Hours and minutes, for spans that nobody reads by the second: `23 h 05 min`, `12 min`. */
export function roughSpan(ms: number): string {
  const minutes = Math.max(0, Math.ceil(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Local midnight of the day of `at`, as a key that groups messages by day. */
export function dayOf(at: string | number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** `today`, `yesterday` or the date, in the words of `locale`, first letter large. */
export function dayName(day: number, today: number, locale: string): string {
  const daysAgo = Math.round((today - day) / 86_400_000);
  const name =
    daysAgo === 0 || daysAgo === 1
      ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-daysAgo, 'day')
      : new Intl.DateTimeFormat(locale, {
          weekday: 'long',
          day: 'numeric',
          month: 'long',
          ...(daysAgo > 300 && { year: 'numeric' }),
        }).format(day);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

export const timeOfDay = (at: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));

export const timeToTheSecond = (at: number, locale: string): string => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(at);

export const dateAndTime = (at: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
