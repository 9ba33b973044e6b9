import { Catch, type INestApplication, type RpcExceptionFilter } from '@nestjs/common';
import type { NestMicroservice } from '@nestjs/microservices';
import type { MessageBus, RetryPolicy } from '@parley/event-sourcing';
import { type Observable, throwError } from 'rxjs';
import { ParleyTransport } from './parley-transport.strategy';

/** What a handler throws stays what it is; Nest's own filter makes a plain object of it, which says nothing about the record. */
@Catch()
class ErrorsAsTheyAre implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * The app's `@EventPattern` handlers are consumers of `bus` from `app.startAllMicroservices()` until `app.close()`, which drains
 * them. A bus that is away delays the start by `readyWaitMs`, 5 s, and no longer. Whoever made the bus closes it afterwards.
 */
export function connectMessageBus(app: INestApplication, bus: MessageBus, { retry, readyWaitMs }: { retry?: RetryPolicy; readyWaitMs?: number } = {}): ParleyTransport {
  const strategy = new ParleyTransport(bus, retry, readyWaitMs);
  // Filters must be there before Nest wraps the handlers, which it would do at once otherwise.
  const service = app.connectMicroservice({ strategy }, { deferInitialization: true }) as unknown as NestMicroservice;
  service.useGlobalFilters(new ErrorsAsTheyAre());
  strategy.errorsArrive = true;
  // The app itself calls the hooks of its modules.
  service.setIsInitHookCalled(true);
  return strategy;
}
