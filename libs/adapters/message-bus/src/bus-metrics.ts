import type { BusObserver, ConsumedPartition } from '@parley/event-sourcing';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What happens on the bus, as metrics of `registry`; `group` is empty for consumers from now on. */
export function busMetrics(registry: Registry): BusObserver {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) => new Counter({ name: `parley_bus_${name}_total`, help, labelNames, registers });
  const published = counter('published', 'Records published', ['topic']);
  const handled = counter('handled', 'Records whose effect is durable', ['topic', 'group']);
  const retried = counter('retries', 'Failures after which a record was tried again', ['topic', 'group']);
  const deadLettered = counter('dead_letters', 'Records sent to the dead letters', ['topic', 'group']);
  const skipped = counter('skipped', 'Records skipped by consumers from now on', ['topic', 'group']);
  const troubles = counter('troubles', 'Times that the engine did not answer', ['doing']);
  const lag = new Gauge({ name: 'parley_bus_lag_records', help: 'Records before a group', labelNames: ['topic', 'group', 'partition'], registers });
  const took = new Histogram({ name: 'parley_bus_batch_seconds', help: 'Time in a handler', labelNames: ['topic', 'group'], registers });
  const labels = ({ topic, group = '' }: ConsumedPartition) => ({ topic, group });
  return {
    published: (topic, records) => published.inc({ topic }, records),
    handled: (from, records, tookMs) => {
      handled.inc(labels(from), records);
      took.observe(labels(from), tookMs / 1_000);
    },
    retried: (from) => retried.inc(labels(from)),
    deadLettered: (from) => deadLettered.inc(labels(from)),
    skipped: (from) => skipped.inc(labels(from)),
    lag: (from, records) => lag.set({ ...labels(from), partition: from.partition }, records),
    released: (from) => lag.remove({ ...labels(from), partition: from.partition }),
    troubled: (doing) => troubles.inc({ doing: doing.split(' ')[0] ?? '' }),
  };
}
