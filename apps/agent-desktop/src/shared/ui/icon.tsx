import type { JSX } from 'react';

const stroke = (path: string) => <path d={path} />;

const PATHS = {
  bell: stroke('M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4'),
  alert: stroke('M12 9v4M12 16.5v.1M10.3 4.3 2.7 17.5A2 2 0 0 0 4.4 20.5h15.2a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0z'),
  back: stroke('M19 12H5M11 18l-6-6 6-6'),
  bolt: stroke('M13 3.5 5.5 13.5h6l-.5 7 7.500-10h-6z'),
  cart: stroke('M3 4h2.5l2.3 11h9.7l2-8H6.3M9 19.5v.1M16.5 19.5v.1'),
  chat: stroke('M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4h-1A2.5 2.5 0 0 1 4 13.5z'),
  check: stroke('M5 12.5l4.5 4.5L19 7.5'),
  chevron: stroke('M6 9.5l6 6 6-6'),
  clock: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 7.5V12l3 2" />
    </>
  ),
  close: stroke('M6 6l12 12M18 6L6 18'),
  contact: (
    <>
      <circle cx="12" cy="8.5" r="3.7" />
      <path d="M4.5 20c.8-3.7 3.8-5.5 7.5-5.5s6.7 1.8 7.5 5.5" />
    </>
  ),
  deleted: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M6 6l12 12" />
    </>
  ),
  doubleCheck: stroke('M2.5 12.5l4 4 8-9M11.5 15.5l1 1 9-9.5'),
  download: stroke('M12 4v11M7 10.5l5 5 5-5M4.5 20h15'),
  end: stroke('M6 6h12v12H6z'),
  file: stroke('M7 3.5h7l4 4v13H7a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM13.5 3.5V8H18M9 12.5h6M9 16h6'),
  globe: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M3.5 12h17M12 3.5c2.5 2.5 3.5 5.3 3.5 8.5s-1 6-3.5 8.5c-2.5-2.5-3.5-5.3-3.5-8.5s1-6 3.5-8.5z" />
    </>
  ),
  image: stroke('M4.5 5h15v14h-15zM4.5 16l4.5-4.5 4 4 2.5-2.5 4 4M15 9v.1'),
  mic: stroke('M12 3.5a2.5 2.5 0 0 1 2.5 2.5v5.5a2.5 2.5 0 0 1-5 0V6A2.5 2.5 0 0 1 12 3.5zM6 11.5a6 6 0 0 0 12 0M12 17.5v3'),
  panel: stroke('M4 5.5h16v13H4zM14.5 5.5v13'),
  people: (
    <>
      <circle cx="9" cy="8.5" r="3.3" />
      <path d="M2.8 19.5c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5M15.5 5.4a3.3 3.3 0 0 1 0 6.2M17.5 14.9c2 .6 3.3 2.2 3.7 4.6" />
    </>
  ),
  personOff: (
    <>
      <circle cx="10" cy="8.5" r="3.5" />
      <path d="M3 19.5c.7-3.4 3.4-5 7-5 1.6 0 3 .3 4.2 1M16 12l5 5M21 12l-5 5" />
    </>
  ),
  pin: (
    <>
      <path d="M12 20.5s6.5-5.5 6.5-10.5a6.5 6.5 0 0 0-13 0c0 5 6.5 10.5 6.5 10.5z" />
      <circle cx="12" cy="10" r="2.3" />
    </>
  ),
  refresh: stroke('M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 4v4h-4'),
  report: stroke('M5 20V10M12 20V4M19 20v-7'),
  search: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="M16 16l4.5 4.5" />
    </>
  ),
  send: stroke('M4 12l16-7.5-6 16-3-6.5zM11 14l4-4'),
  signOut: stroke('M14 7V4.5H5v15h9V17M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5'),
  smile: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M8.5 14c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.5v.1M15 9.5v.1" />
    </>
  ),
  sparkle: stroke('M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8z'),
  theme: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor" />
    </>
  ),
  transfer: stroke('M4 8.5h15M15 4.5l4 4-4 4M20 16H5M9 12.5L5 16l4 4'),
  video: stroke('M3.5 6.5h11.5v11H3.5zM15 10.5l5.5-3v9l-5.5-3'),
} satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text around it; says nothing to assistive technology. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {PATHS[name]}
    </svg>
  );
}

/** The product's mark: two speech bubbles. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="var(--accent-solid)" />
      <path
        d="M7.5 11.5A3.5 3.5 0 0 1 11 8h7a3.5 3.5 0 0 1 3.5 3.5v3A3.5 3.5 0 0 1 18 18h-5l-3.7 3v-3.4a3.5 3.5 0 0 1-1.8-3.1z"
        fill="#fff"
      />
      <path
        d="M23.5 13.7c1.3.5 2 1.7 2 3.3v2.5c0 1.7-.9 2.9-2.3 3.3v2.7L20.1 23h-3.6c-1.2 0-2.2-.5-2.8-1.4h4.6c2.9 0 5.2-2.3 5.2-5.2z"
        fill="#a9c6ff"
      />
    </svg>
  );
}
