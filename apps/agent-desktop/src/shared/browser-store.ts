/** A value with listeners, in the form that `useSyncExternalStore` wants. */
export interface Observable<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => () => void;
}

export class Cell<T> implements Observable<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  readonly get = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const listener of this.listeners) listener();
  }
}

/** What the browser keeps for us, or nothing where it refuses (private windows, policies): the desktop works without. */
export function keeper(storage: () => Storage) {
  return {
    read(key: string): string | undefined {
      try {
        return storage().getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(key: string, value: string | undefined): void {
      try {
        if (value === undefined || value === '') storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        // Kept in memory only.
      }
    },
    keys(prefix: string): readonly string[] {
      try {
        return Object.keys(storage()).filter((key) => key.startsWith(prefix));
      } catch {
        return [];
      }
    },
    clear(prefix: string): void {
      for (const key of this.keys(prefix)) this.write(key, undefined);
    },
  };
}

/** Ends with the browser tab: the token, drafts, messages on their way. */
export const tabStore = keeper(() => sessionStorage);
/** Outlives the tab: language and colours. */
export const deviceStore = keeper(() => localStorage);
