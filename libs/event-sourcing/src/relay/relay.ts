import type { AllSlice, EventStore, RecordedEvent } from '../event-store/event-store';
import type { MessageBus, NewRecord } from '../message-bus/message-bus';
import { followFromCheckpoint } from '../projection/follow-from-checkpoint';

export interface RelayOptions {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly bus: Pick<MessageBus, 'publish'>;
  readonly categories?: readonly string[];
  /** What is published for an event; `undefined` for nothing. */
  readonly toRecord: (event: RecordedEvent) => (NewRecord & { readonly topic: string }) | undefined;
  readonly checkpoint: {
    /** The position up to which everything is published; 0 at first. */
    load(): Promise<number>;
    /** @throws when the checkpoint is no longer at `from`: another relay is at work */
    save(to: number, from: number): Promise<void>;
  };
  readonly signal: AbortSignal;
  /** Events published at once, at most; default 500. */
  readonly batchMax?: number;
  readonly onError?: (error: unknown) => void;
}

/** So many slices of which nothing is published may be looked at again after a restart; it spares a write for each. */
const UNSAVED_SLICES_MAX = 20;

/**
 * Publishes what the store gets, in position order, until `signal` aborts.
 *
 * The checkpoint moves after the broker has the records: a crash between repeats records, none is lost, and the order within a
 * topic stays that of the store. Run it in one process at a time (a leader).
 */
export function runRelay({ bus, toRecord, checkpoint, batchMax = 500, ...following }: RelayOptions): Promise<void> {
  let [saved, unsaved] = [0, 0];
  return followFromCheckpoint({
    ...following,
    batchMax,
    load: async () => (saved = await checkpoint.load()),
    handle: async (slice) => {
      const topics = byTopic(slice, toRecord);
      for (const [topic, records] of topics) await bus.publish(topic, records);
      unsaved += 1;
      if (topics.size === 0 && unsaved < UNSAVED_SLICES_MAX) return;
      await checkpoint.save(slice.position, saved);
      [saved, unsaved] = [slice.position, 0];
    },
  });
}

function byTopic({ events }: AllSlice, toRecord: RelayOptions['toRecord']): Map<string, NewRecord[]> {
  const topics = new Map<string, NewRecord[]>();
  for (const event of events) {
    const record = toRecord(event);
    if (!record) continue;
    const { topic, ...published } = record;
    const records = topics.get(topic);
    if (records) records.push(published);
    else topics.set(topic, [published]);
  }
  return topics;
}
