import { useSyncExternalStore } from 'react';
import { Cell, tabStore } from '../browser-store';

const TOKEN_KEY = 'parley.token';

/** Why there is no session, when it was not the agent's wish. */
export type SignedOutBecause = 'expired' | undefined;

const token = new Cell<string | undefined>(tabStore.read(TOKEN_KEY));
let because: SignedOutBecause;

export const accessToken = token.get;
export const useAccessToken = (): string | undefined => useSyncExternalStore(token.subscribe, token.get);
export const signedOutBecause = (): SignedOutBecause => because;

export function beginSession(accessToken: string): void {
  because = undefined;
  tabStore.write(TOKEN_KEY, accessToken);
  token.set(accessToken);
}

/** The tab forgets the token, and on purpose also what was written but not sent. */
export function endSession(reason?: SignedOutBecause): void {
  because = reason;
  if (reason === undefined) tabStore.clear('parley.');
  else tabStore.write(TOKEN_KEY, undefined);
  token.set(undefined);
}
