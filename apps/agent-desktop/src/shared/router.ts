import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly page: 'desk'; readonly conversationId?: string }
  | { readonly page: 'wallboard' }
  | { readonly page: 'supervision'; readonly conversationId?: string }
  | { readonly page: 'reports' };

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
};

const withId = (path: string, id: string | undefined) => (id ? `${path}/${encodeURIComponent(id)}` : path);
export const deskPath = (conversationId?: string): string => (conversationId ? withId('/conversations', conversationId) : '/');
export const supervisionPath = (conversationId?: string): string => withId(SUPERVISION_PATH, conversationId);
export const WALLBOARD_PATH = '/wallboard';
const SUPERVISION_PATH = '/supervision';
export const REPORTS_PATH = '/reports';

/** The page of a path; `undefined` where the path names none, and the person's first page is shown. */
export function routeOf(path: string): Route | undefined {
  if (path === REPORTS_PATH) return { page: 'reports' };
  if (path === WALLBOARD_PATH) return { page: 'wallboard' };
  const [, place, id] = /^(\/conversations|\/supervision)(?:\/([^/]+))?$/.exec(path) ?? [];
  const conversationId = id && decodeURIComponent(id);
  if (place === SUPERVISION_PATH) return { page: 'supervision', ...(conversationId && { conversationId }) };
  return conversationId ? { page: 'desk', conversationId } : undefined;
}

/** The page at `path`, which may have a query, is shown; the browser's Back returns from it. */
export function navigate(path: string, { replace = false } = {}): void {
  if (path === window.location.pathname + window.location.search) return;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', path);
  for (const listener of listeners) listener();
}

/** Whether the page at `path` is shown. */
export const isAt = (path: string): boolean => window.location.pathname === path;

/** The page of the address; an agent's desk where it names none. */
export const useRoute = (): Route => useNamedRoute() ?? { page: 'desk' };
export const useNamedRoute = (): Route | undefined => routeOf(useSyncExternalStore(subscribe, () => window.location.pathname));
export const useQuery = (): URLSearchParams => new URLSearchParams(useSyncExternalStore(subscribe, () => window.location.search));
