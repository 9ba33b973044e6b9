import { type ArgumentsHost, Catch, type INestApplication, type INestMicroservice, type RpcExceptionFilter } from '@nestjs/common';
import { type CustomStrategy, type CustomTransportStrategy, type MessageHandler, type NestMicroservice, Server } from '@nestjs/microservices';
import type { BusRecord, Consumer, MessageBus } from '@parley/event-sourcing';
import { isObservable, lastValueFrom, type Observable } from 'rxjs';
import { handleByKey } from './handle-by-key';

/**
 * What stands beside the topic in `@EventPattern(topic, options)`.
 *
 * With `batch` the handler gets `BusRecord[]` of one partition, in order; otherwise one `BusRecord` a call, in order within a
 * key. Without `group` it sees every record from now on, in each process.
 */
export interface HandlerOptions {
  readonly group?: string;
  readonly batch?: boolean;
}

type Handle = (records: readonly BusRecord[]) => Promise<void>;

const KEYS_AT_ONCE = 16;

/** Lets an error reach the delivery policy with its own type; Nest would make a plain object of it. */
@Catch()
class PassOn implements RpcExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    throw error;
  }
}

/** Runs Nest's `@EventPattern` handlers over the message bus: batches, retries and dead letters are the bus's. */
export class ParleyTransport extends Server implements CustomTransportStrategy {
  private consumers: readonly Consumer[] = [];

  constructor(private readonly bus: MessageBus) {
    super();
  }

  /** All partitions that are ours at the start are being read when `callback` is called. @throws Error for a handler without a topic of its own */
  listen(callback: (error?: unknown) => void): void {
    try {
      this.consumers = [...this.groups()].map(([group, handlers]) => this.consume(group, handlers));
    } catch (error) {
      callback(error);
      return;
    }
    Promise.all(this.consumers.map(({ ready }) => ready)).then(() => callback(), callback);
  }

  /** The running batches have ended; nothing new begins. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  /** The bus has its own observer. @throws Error always */
  on(): never {
    throw new Error('the transport has no events: give the message bus an observer');
  }

  unwrap<T>(): T {
    return this.bus as T;
  }

  /** Handlers by topic, by group; one consumer a group, so that a group's members all read the same topics. */
  private groups(): Map<string | undefined, Map<string, Handle>> {
    const groups = new Map<string | undefined, Map<string, Handle>>();
    for (const [topic, first] of this.messageHandlers) {
      for (let handler: MessageHandler | undefined = first; handler; handler = handler.next as MessageHandler | undefined) {
        const { group, batch } = (handler.extras ?? {}) as HandlerOptions;
        const topics = groups.get(group) ?? new Map<string, Handle>();
        if (topics.has(topic)) throw new Error(`two handlers of the group ${group} for ${topic}: give one of them a group of its own`);
        groups.set(group, topics.set(topic, toHandle(handler, batch === true)));
      }
    }
    return groups;
  }

  private consume(group: string | undefined, handlers: ReadonlyMap<string, Handle>): Consumer {
    const onBatch = (records: readonly BusRecord[]) => handlers.get(records[0]?.topic ?? '')?.(records) ?? Promise.resolve();
    const topics = [...handlers.keys()];
    return this.bus.consume(group === undefined ? { topics, onBatch } : { group, topics, onBatch });
  }
}

function toHandle(handler: MessageHandler, batch: boolean): Handle {
  const call = async (input: unknown): Promise<void> => {
    const result: unknown = await handler(input, {});
    // A handler that answers with an empty stream has succeeded like one that answers nothing.
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  };
  return batch ? call : (records) => handleByKey(records, KEYS_AT_ONCE, call);
}

/** The app's `@EventPattern` handlers run over `bus` from `startAllMicroservices()` until the app closes. */
export function connectMessageBus(app: INestApplication, bus: MessageBus): INestMicroservice {
  // Listeners are bound with the filters there are at that moment, so they are registered after ours is in place.
  const microservice = app.connectMicroservice<CustomStrategy>({ strategy: new ParleyTransport(bus) }, { deferInitialization: true }) as NestMicroservice;
  microservice.useGlobalFilters(new PassOn());
  microservice.registerListeners();
  microservice.setIsInitialized(true);
  microservice.setIsInitHookCalled(true);
  return microservice;
}
