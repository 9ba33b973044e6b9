import { type Append, type Appended, RevisionConflict } from '@parley/event-sourcing';

/** What one caller of `append` waits for, ready to be sent: a later change of the caller's objects changes nothing. */
export interface AppendItem {
  readonly append: Append;
  readonly data: readonly string[];
  readonly metadata: readonly string[];
  readonly bytes: number;
  /** `performance.now()` when it was handed in. */
  readonly sinceMs: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** One row of what the database function answers. */
export interface ItemResult {
  readonly status: 'appended' | 'duplicate' | 'conflict';
  readonly revision: number;
  readonly position: number;
  readonly recorded_at: string;
}

export function settle({ append: { stream, expectedRevision }, resolve, reject }: AppendItem, result: ItemResult): void {
  const { status, revision, position, recorded_at: recordedAt } = result;
  if (status === 'conflict') reject(new RevisionConflict(stream, expectedRevision, revision === -1 ? 'no-stream' : revision));
  else resolve({ revision, position, recordedAt, duplicate: status === 'duplicate' });
}

/** The arguments of the database function for `items`, which are of different streams. */
export function appendArguments(items: readonly AppendItem[]): unknown[] {
  const events = items.flatMap(({ append }) => append.events);
  return [
    items.map(({ append }) => append.stream),
    items.map(({ append: { expectedRevision } }) => (expectedRevision === 'no-stream' ? -1 : expectedRevision)),
    items.flatMap(({ append }, index) => append.events.map(() => index + 1)),
    events.map(({ id }) => id),
    events.map(({ type }) => type),
    items.flatMap(({ data }) => data),
    items.flatMap(({ metadata }) => metadata),
  ];
}
