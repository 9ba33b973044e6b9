import { type ServiceError, status } from '@grpc/grpc-js';

/**
 * What may go wrong with a call:
 * - `unavailable`: refused, nothing is done
 * - `answer-lost`: done, and the caller is told `UNAVAILABLE`
 * - `connection-lost`: done, and the connections are cut before the answer
 * - `mute`: nothing is done and nothing is ever answered
 * - `mute-after`: done, and nothing is ever answered
 * - `slow`: done and answered after `delayMs`
 */
export type FaultKind = 'unavailable' | 'answer-lost' | 'connection-lost' | 'mute' | 'mute-after' | 'slow';
export type Operation = 'append' | 'read' | 'subscribe';

interface Planned {
  readonly operation: Operation;
  readonly kind: FaultKind;
  readonly delayMs: number;
  left: number;
}

/** The faults that were asked for; each is used up by the calls that it hits. */
export class Faults {
  private readonly planned: Planned[] = [];
  /** Subscriptions get no more events while it is true. */
  mutedSubscriptions = false;
  /** Every call is refused while it is true. */
  isAway = false;

  /** The next `times` calls of `operation` go wrong like this. */
  plan(operation: Operation, kind: FaultKind, { times = 1, delayMs = 200 }: { times?: number; delayMs?: number } = {}): void {
    this.planned.push({ operation, kind, delayMs, left: times });
  }

  clear(): void {
    this.planned.length = 0;
    this.mutedSubscriptions = false;
    this.isAway = false;
  }

  /** What is to happen to this call. */
  take(operation: Operation): { readonly kind: FaultKind; readonly delayMs: number } | undefined {
    if (this.isAway) return { kind: 'unavailable', delayMs: 0 };
    const fault = this.planned.find((one) => one.operation === operation && one.left > 0);
    if (fault) fault.left -= 1;
    return fault;
  }
}

export const failure = (code: status, details: string, fields: Partial<ServiceError> = {}): Partial<ServiceError> => ({ code, details, ...fields });
export const unavailable = () => failure(status.UNAVAILABLE, 'Server Is Not Ready');
