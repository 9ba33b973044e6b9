import { preferences } from '../preferences';

/** What the browser says of notifications; `denied` where it has none. */
export const notificationPermission = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied');

/** The browser asks the person, once. To be called in a press: at other times browsers do not ask. */
export async function askForNotifications(): Promise<NotificationPermission> {
  return 'Notification' in window ? Notification.requestPermission() : 'denied';
}

/** Whoever goes to work is asked, unless they decided before, here or in the browser. */
export function askBeforeWork(): void {
  if (preferences.notifications.get() && notificationPermission() === 'default') void askForNotifications();
}
