import { useSyncExternalStore } from 'react';

export type Route = { readonly page: 'desk'; readonly conversationId?: string } | { readonly page: 'reports' };

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
};

export const deskPath = (conversationId?: string): string =>
  conversationId ? `/conversations/${encodeURIComponent(conversationId)}` : '/';
export const REPORTS_PATH = '/reports';

export function routeOf(path: string): Route {
  if (path === REPORTS_PATH) return { page: 'reports' };
  const id = /^\/conversations\/([^/]+)$/.exec(path)?.[1];
  return id ? { page: 'desk', conversationId: decodeURIComponent(id) } : { page: 'desk' };
}

/** The page at `path` is shown; the browser's Back returns from it. */
export function navigate(path: string, { replace = false } = {}): void {
  if (path === window.location.pathname) return;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', path);
  for (const listener of listeners) listener();
}

export const useRoute = (): Route => routeOf(useSyncExternalStore(subscribe, () => window.location.pathname));
