/** The IANA name of this browser's time zone; UTC where it has none. */
export function ownTimeZone(): string {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined;
  return name && /^[A-Za-z]/.test(name) && name !== 'Etc/Unknown' ? name : 'UTC';
}
