import { type BusObserver, observers } from '@parley/event-sourcing';
import { busLog, type BusLogger } from '../bus-log';
import { KafkaMessageBus, type KafkaMessageBusOptions } from './kafka-message-bus';

export interface KafkaMessageBusSettings extends Omit<KafkaMessageBusOptions, 'observer'> {
  readonly logger?: BusLogger;
  readonly observer?: BusObserver;
}

/** Opens the bus; a broker that is away is tried again for as long as it takes. */
export function createKafkaMessageBus({ logger, observer, ...settings }: KafkaMessageBusSettings): KafkaMessageBus {
  return new KafkaMessageBus({ ...settings, observer: observers(observer, logger && busLog(logger)) });
}
