import type { ReactNode } from 'react';
import { ConnectionBanner, StateBanner } from './state-banner';

/** What an agent must know whichever page is shown: that the page may be old, why no requests come, and what else is due. */
export function Banners({ children }: { children: ReactNode }) {
  return (
    <div>
      <ConnectionBanner />
      <StateBanner />
      {children}
    </div>
  );
}
