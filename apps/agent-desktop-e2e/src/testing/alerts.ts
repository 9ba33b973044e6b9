import type { Page } from 'playwright-core';

interface Alerts {
  /** How many notes were played. */
  notes: number;
  notifications: { title: string; body: string; closed: boolean }[];
}

type Watched = Window & { alerts: Alerts; hidden?: boolean };

/** From the next load on, what the page lets be heard and shows outside itself is noted. A browser without a screen and a loudspeaker has neither. */
export async function watchAlerts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = window as unknown as Watched;
    watched.alerts = { notes: 0, notifications: [] };
    const { createOscillator } = AudioContext.prototype;
    AudioContext.prototype.createOscillator = function (this: AudioContext) {
      watched.alerts.notes += 1;
      return createOscillator.call(this);
    };
    class Shown {
      static permission = 'default';
      static requestPermission = () => Promise.resolve((Shown.permission = 'granted'));
      private readonly entry: Alerts['notifications'][number];
      constructor(title: string, { body }: { body: string }) {
        this.entry = { title, body, closed: false };
        watched.alerts.notifications.push(this.entry);
      }
      close() {
        this.entry.closed = true;
      }
    }
    Object.defineProperty(window, 'Notification', { value: Shown });
    Object.defineProperty(document, 'visibilityState', { get: () => (watched.hidden ? 'hidden' : 'visible') });
  });
  await page.reload();
}

export const alertsOf = (page: Page): Promise<Alerts> => page.evaluate(() => (window as unknown as Watched).alerts);

/** Another tab is in front of the page. */
export async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as Watched).hidden = true;
    document.dispatchEvent(new Event('visibilitychange'));
  });
}
