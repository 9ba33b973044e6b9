import { type AllStreamRecordedEvent, jsonEvent, type JSONEventData, type Position } from '@eventstore/db-client';
import type { EventMetadata, NewEvent, RecordedEvent } from '@parley/event-sourcing';

/** Names of the server's own projections for what belongs together. */
const CORRELATION = '$correlationId';
const CAUSATION = '$causationId';
/** Which call of `append` stored an event: a repeat is answered like the first by the server, and is told by this. */
const APPEND = 'parleyAppend';

export type EsdbEvent = AllStreamRecordedEvent;

/** What the server keeps of an event; the data is a copy, so that a later change of the caller's changes nothing. @throws TypeError */
export function toStore({ id, type, data, metadata }: NewEvent, append: string): JSONEventData {
  const { correlationId, causationId, ...others } = metadata ?? {};
  const kept = {
    ...others,
    ...(correlationId !== undefined && { [CORRELATION]: correlationId }),
    ...(causationId !== undefined && { [CAUSATION]: causationId }),
    [APPEND]: append,
  };
  return jsonEvent({ id, type, data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>, metadata: kept });
}

export function recorded(event: EsdbEvent): RecordedEvent {
  return {
    id: event.id,
    stream: event.streamId,
    revision: Number(event.revision),
    position: positionOf(event),
    type: event.type,
    data: event.data as object,
    metadata: metadataOf(event),
    recordedAt: event.created.toISOString(),
  };
}

/** The call of `append` that stored the event. */
export const appendOf = ({ metadata }: EsdbEvent): unknown => (metadata as Record<string, unknown> | undefined)?.[APPEND];

/** Of the server's own: statistics, links, metadata of streams. */
export const isSystemEvent = ({ streamId, type }: EsdbEvent): boolean => streamId.startsWith('$') || type.startsWith('$');

/**
 * The commit position, in bytes of the server's log: it rises, with gaps. Prepare and commit position are equal for every event that
 * was appended by gRPC, so the number alone leads back to the place.
 */
export function positionOf({ position, streamId }: EsdbEvent): number {
  const commit = position?.commit;
  if (commit === undefined || commit > BigInt(Number.MAX_SAFE_INTEGER))
    throw new Error(`an event of ${streamId} has no position that can be used: EventStoreDB 22.6 or newer is needed`);
  return Number(commit);
}

export const placeOf = (position: number): Position => ({ commit: BigInt(position), prepare: BigInt(position) });

function metadataOf({ metadata }: EsdbEvent): EventMetadata {
  if (typeof metadata !== 'object' || metadata === null || metadata instanceof Uint8Array) return {};
  const { [CORRELATION]: correlationId, [CAUSATION]: causationId, [APPEND]: _, ...others } = metadata as Record<string, string>;
  return { ...others, ...(correlationId !== undefined && { correlationId }), ...(causationId !== undefined && { causationId }) };
}
