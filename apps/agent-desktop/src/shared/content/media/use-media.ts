import type { Media } from '@parley/contracts';
import { useCallback, useEffect, useState } from 'react';
import type { FailureCode } from '../../api/call';
import { useSession } from '../../api/session';
import { codeOfLoading, mediaShelf } from './media-shelf';

export type MediaState =
  | { readonly is: 'waiting' | 'loading' }
  | { readonly is: 'ready'; readonly url: string }
  | { readonly is: 'failed'; readonly code: FailureCode };

/** The file, loaded at once where `now` says so, otherwise when `load` is called. */
export function useMedia(conversationId: string, media: Media, now: boolean): { state: MediaState; load: () => Promise<string | undefined> } {
  const [state, setState] = useState<MediaState>({ is: now ? 'loading' : 'waiting' });
  const load = useCallback(async () => {
    setState({ is: 'loading' });
    try {
      const { url } = await mediaShelf.load(conversationId, media);
      setState({ is: 'ready', url });
      return url;
    } catch (error) {
      setState({ is: 'failed', code: codeOfLoading(error) });
      return undefined;
    }
  }, [conversationId, media]);
  useEffect(() => {
    if (now) void load();
  }, [now, load]);
  return { state, load };
}

/** No file stays in the tab for another session; with a newer token the same one goes on, and what is on screen stays. */
export function useMediaOfSession(): void {
  const session = useSession();
  useEffect(() => () => mediaShelf.clear(), [session]);
}
