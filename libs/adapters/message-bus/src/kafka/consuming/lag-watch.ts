import { type BusObserver, pause } from '@parley/event-sourcing';
import type { Admin } from 'kafkajs';
import type { AdminConnection } from '../admin';
import type { Subscription } from './subscription';

const EVERY_MS = 2_000;

/** Says every two seconds how many records the groups have before them in the partitions that this process reads. */
export async function watchLag(admin: AdminConnection, subscriptions: ReadonlySet<Subscription>, observer: BusObserver, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(EVERY_MS, signal);
    const groups = [...subscriptions].filter(({ options, lanes }) => options.group !== undefined && lanes.all.length > 0);
    if (groups.length === 0 || signal.aborted) continue;
    try {
      const ends = await admin.ask((asked) => endsOf(asked, new Set(groups.flatMap(({ options }) => options.topics))));
      for (const group of groups) await admin.ask((asked) => tell(asked, group, ends, observer));
    } catch (error) {
      if (!signal.aborted) observer.troubled?.('measuring lag', error);
    }
  }
}

type Ends = ReadonlyMap<string, { readonly low: number; readonly high: number }>;

async function endsOf(admin: Admin, topics: ReadonlySet<string>): Promise<Ends> {
  const ends = new Map<string, { low: number; high: number }>();
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) ends.set(`${topic}/${partition}`, { low: Number(low), high: Number(high) });
  return ends;
}

async function tell(admin: Admin, { groupId, options, lanes }: Subscription, ends: Ends, observer: BusObserver): Promise<void> {
  const committed = new Map<string, number>();
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: [...options.topics] }))
    for (const { partition, offset } of partitions) committed.set(`${topic}/${partition}`, Number(offset));
  for (const { from } of lanes.all) {
    const place = `${from.topic}/${from.partition}`;
    const { low, high } = ends.get(place) ?? { low: 0, high: 0 };
    observer.lag?.(from, Math.max(0, high - Math.max(low, committed.get(place) ?? 0)));
  }
}
