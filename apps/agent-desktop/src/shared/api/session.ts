import { useSyncExternalStore } from 'react';
import { Cell, tabStore } from '../browser-store';

const TOKEN_KEY = 'parley.token';

/** Why there is no session, when it was not the agent's wish. */
export type SignedOutBecause = 'expired' | undefined;

const token = new Cell<string | undefined>(tabStore.read(TOKEN_KEY));
/** Another number for each sign-in; a token that is renewed goes on with the same one. */
const session = new Cell<number | undefined>(token.get() === undefined ? undefined : 0);
let because: SignedOutBecause;
let begun = 0;

export const accessToken = token.get;
export const useSession = (): number | undefined => useSyncExternalStore(session.subscribe, session.get);
export const inSession = (): boolean => session.get() !== undefined;
/** `listener` is called when a session begins and when it ends. */
export const onSession = session.subscribe;
export const signedOutBecause = (): SignedOutBecause => because;

export function beginSession(accessToken: string): void {
  because = undefined;
  keep(accessToken);
  session.set(++begun);
}

/** The same session goes on with a newer token. */
export function renewSession(accessToken: string): void {
  if (session.get() !== undefined) keep(accessToken);
}

function keep(accessToken: string): void {
  tabStore.write(TOKEN_KEY, accessToken);
  token.set(accessToken);
}

/** The tab forgets the token, and on purpose also what was written but not sent. */
export function endSession(reason?: SignedOutBecause): void {
  because = reason;
  if (reason === undefined) tabStore.clear('parley.');
  else tabStore.write(TOKEN_KEY, undefined);
  token.set(undefined);
  session.set(undefined);
}
