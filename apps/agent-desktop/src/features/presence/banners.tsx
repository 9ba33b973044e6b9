import { ConnectionBanner, StateBanner } from './state-banner';

/** What an agent must know whichever page is shown: that the page may be old, and why no requests come. */
export function Banners() {
  return (
    <div>
      <ConnectionBanner />
      <StateBanner />
    </div>
  );
}
