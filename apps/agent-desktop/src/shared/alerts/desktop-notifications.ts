import { preferences } from '../preferences';
import { notificationPermission } from './notification-permission';

export interface OutsideNews {
  /** What it is about: news of the same is shown once, whatever the number of tabs, and what is newer in place of what is older. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** After a press on it, when the page is in front again. */
  readonly onOpen?: () => void;
}

/** What is new beside the page, for as long as it waits and the tab is out of sight. */
export class DesktopNotifications {
  private readonly shown = new Map<string, Notification>();
  private readonly closing = new AbortController();

  constructor() {
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.keepOnly([]), {
      signal: this.closing.signal,
    });
  }

  show({ id, title, body, onOpen }: OutsideNews): void {
    if (document.visibilityState === 'visible' || !preferences.notifications.get() || notificationPermission() !== 'granted') return;
    try {
      const notification = new Notification(title, { body, tag: id, icon: '/favicon.svg' });
      notification.onclick = () => {
        window.focus();
        notification.close();
        onOpen?.();
      };
      this.shown.set(id, notification);
    } catch {
      // Some phones allow it only to service workers.
    }
  }

  keepOnly(ids: readonly string[]): void {
    for (const [id, notification] of this.shown) {
      if (ids.includes(id)) continue;
      notification.close();
      this.shown.delete(id);
    }
  }

  close(): void {
    this.closing.abort();
    this.keepOnly([]);
  }
}
