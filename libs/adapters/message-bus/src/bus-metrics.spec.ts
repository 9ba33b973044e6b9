import { type BusRecord, InMemoryBroker, InMemoryMessageBus } from '@parley/event-sourcing';
import { Registry } from 'prom-client';
import { busLog, busMetrics } from './index';

const failure = { offset: 3, attempt: 2, error: new SyntaxError('Unexpected token in {"text":"what a customer wrote"}') };
const from = { topic: 'topic', partition: 1, group: 'group' };

describe('what the bus tells', () => {
  it('is counted', async () => {
    const registry = new Registry();
    const bus = new InMemoryMessageBus(new InMemoryBroker({ partitions: 1 }), busMetrics(registry));
    const handled: BusRecord[] = [];
    const onBatch = async (records: readonly BusRecord[]) => {
      if (records.some(({ value }) => value === 'bad')) throw new Error('bad');
      handled.push(...records);
    };
    bus.consume({ topics: ['topic'], group: 'group', retry: { attemptsMax: 2, firstDelayMs: 1, delayMaxMs: 1 }, onBatch });
    await bus.publish('topic', ['good', 'bad', 'good'].map((value) => ({ key: 'key', value })));
    while (handled.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    await bus.close();
    const text = await registry.metrics();
    for (const line of [
      'parley_bus_published_total{topic="topic"} 3',
      'parley_bus_published_total{topic="topic.dlq"} 1',
      'parley_bus_handled_total{topic="topic",group="group"} 2',
      'parley_bus_retries_total{topic="topic",group="group"} 1',
      'parley_bus_dead_letters_total{topic="topic",group="group"} 1',
      'parley_bus_lag_records{topic="topic",group="group",partition="0"} 0',
    ])
      expect(text).toContain(line);
  });

  it('shows no lag of a partition that somebody else reads', async () => {
    const registry = new Registry();
    const observer = busMetrics(registry);
    observer.lag?.(from, 7);
    observer.released?.(from);
    expect(await registry.metrics()).not.toContain('parley_bus_lag_records{');
  });

  it('is logged without what customers wrote', () => {
    const lines: string[] = [];
    const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
    const log = busLog({ error: write, warn: write });
    log.retried?.(from, failure);
    log.deadLettered?.(from, failure);
    log.skipped?.(from, failure);
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toContain('SyntaxError');
      expect(line).not.toContain('customer');
    }
  });
});
