import type { BusObserver, NewRecord } from '@parley/event-sourcing';
import type { LogReader } from '../log/log-reader';
import type { News } from '../log/news';
import type { Topics } from '../log/topics';
import type { Pools } from '../pools';
import type { OffsetCommits } from './offset-commits';

/** What all consumers of a process share. */
export interface Consuming {
  readonly topics: Topics;
  readonly reader: LogReader;
  readonly news: News;
  readonly offsets: OffsetCommits;
  readonly pools: Pools;
  readonly observer: BusObserver;
  readonly publish: (topic: string, records: readonly NewRecord[]) => Promise<void>;
  /** How long a consumer that stops waits for its running batches. */
  readonly drainMaxMs: number;
}

export const BATCH_MAX = 500;
