import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/**
 * What may go wrong with a call:
 * - `unavailable`: refused, nothing is done
 * - `not-leader`: refused, naming the node at `leaderPort` as the leader
 * - `access-denied`: refused, as to a user who may not
 * - `answer-lost`: done, and the caller is told `UNAVAILABLE`
 * - `connection-lost`: done, and the connections are cut before the answer
 * - `mute`: nothing is done and nothing is ever answered
 * - `mute-after`: done, and nothing is ever answered
 * - `slow`: done and answered after `delayMs`
 */
export type FaultKind = 'unavailable' | 'not-leader' | 'access-denied' | 'answer-lost' | 'connection-lost' | 'mute' | 'mute-after' | 'slow';
export type Operation = 'append' | 'read' | 'subscribe';

export interface Fault {
  readonly kind: FaultKind;
  readonly delayMs: number;
  readonly leaderPort: number;
}

interface Planned extends Fault {
  readonly operation: Operation;
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
  plan(operation: Operation, kind: FaultKind, { times = 1, delayMs = 200, leaderPort = 0 }: { times?: number; delayMs?: number; leaderPort?: number } = {}): void {
    this.planned.push({ operation, kind, delayMs, leaderPort, left: times });
  }

  clear(): void {
    this.planned.length = 0;
    this.mutedSubscriptions = false;
    this.isAway = false;
  }

  /** What is to happen to this call. */
  take(operation: Operation): Fault | undefined {
    if (this.isAway) return { kind: 'unavailable', delayMs: 0, leaderPort: 0 };
    const fault = this.planned.find((one) => one.operation === operation && one.left > 0);
    if (fault) fault.left -= 1;
    return fault;
  }
}

export const failure = (code: status, details: string, fields: Partial<ServiceError> = {}): Partial<ServiceError> => ({ code, details, ...fields });
export const unavailable = () => failure(status.UNAVAILABLE, 'Server Is Not Ready');

/** The answer to a call that is refused before anything is done. */
export function refusalBy(fault: Fault | undefined): Partial<ServiceError> | undefined {
  if (fault?.kind === 'unavailable') return unavailable();
  if (fault?.kind === 'access-denied') return exception(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
  if (fault?.kind !== 'not-leader') return undefined;
  const leader = { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(fault.leaderPort) };
  return exception(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader', ...leader });
}

/** As the server says in the trailers what went wrong. */
export function exception(code: status, details: string, trailers: Readonly<Record<string, string>>): Partial<ServiceError> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return failure(code, details, { metadata });
}
