/** Requests beside the page, for as long as they are open and the tab is out of sight. */
export class DesktopNotifications {
  private readonly shown = new Map<string, Notification>();
  private readonly closing = new AbortController();

  constructor() {
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.keepOnly([]), {
      signal: this.closing.signal,
    });
  }

  show(offerId: string, title: string, body: string): void {
    if (document.visibilityState === 'visible' || !('Notification' in window) || Notification.permission !== 'granted') return;
    try {
      // One tag a request: several tabs show it once.
      const notification = new Notification(title, { body, tag: offerId, icon: '/favicon.svg' });
      notification.onclick = () => {
        window.focus();
        notification.close();
      };
      this.shown.set(offerId, notification);
    } catch {
      // Some phones allow it only to service workers.
    }
  }

  keepOnly(offerIds: readonly string[]): void {
    for (const [offerId, notification] of this.shown) {
      if (offerIds.includes(offerId)) continue;
      notification.close();
      this.shown.delete(offerId);
    }
  }

  close(): void {
    this.closing.abort();
    this.keepOnly([]);
  }
}
