import { type MessageBus, type NewRecord, Unreachable } from '@parley/event-sourcing';

/** Published, by one of `tries`: again while the bus is away, as every caller of ours does. @throws Unreachable */
export async function publish(bus: MessageBus, topic: string, records: readonly NewRecord[], tries: number): Promise<void> {
  for (let triesLeft = tries; ; triesLeft -= 1) {
    try {
      return await bus.publish(topic, records);
    } catch (error) {
      if (!(error instanceof Unreachable) || triesLeft === 1) throw error;
    }
  }
}
