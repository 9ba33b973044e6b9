import { randomUUID } from 'node:crypto';
import { type AppendToStreamOptions, type JSONEventData, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import { type Append, type Appended, backOff, RevisionConflict, StoreUnavailable } from '@parley/event-sourcing';
import type { Connection } from './connection';
import { asStoreUnavailable, isAccessDenied, isRefusal, within } from './failures';
import type { LogReader } from './log-reader';
import { appendOf, recorded, toStore } from './recorded';
import type { StreamIds } from './stream-ids';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** The client's own deadline comes first; this is for the cases in which it settles nothing. */
const GRACE_MS = 500;
const TRIES_MAX = 3;

export interface AppendingOptions {
  readonly connection: Connection;
  readonly reader: LogReader;
  readonly ids: StreamIds;
  /** Of one try. */
  readonly timeoutMs: number;
  /** Aborted: what is under way is finished, nothing is tried again. */
  readonly closing: AbortSignal;
}

/** `append` of the port. A call whose outcome is unknown is repeated byte for byte: at an exact revision the server knows it. */
export class Appending {
  constructor(private readonly options: AppendingOptions) {}

  async append(append: Append): Promise<Appended> {
    const { stream, expectedRevision, events } = append;
    if (events.length === 0) throw new RangeError(`nothing to append to ${stream}`);
    const bad = events.find(({ id }) => !UUID.test(id));
    if (bad) throw new RangeError(`the id of an event must be a UUID, not "${bad.id.slice(0, 50)}"`);
    const mark = randomUUID();
    const proposed = events.map((event) => toStore(event, mark));
    const before = expectedRevision === 'no-stream' ? -1 : expectedRevision;
    const known = before === -1 ? undefined : await this.options.ids.upTo(stream, before);
    const repeat = known && (await this.repeatIn(known, append, mark));
    if (repeat) return repeat;
    if (await this.isStored(append, proposed)) return this.told(append, before + events.length, mark);
    const { ids, revision } = await this.options.ids.now(stream);
    const meanwhile = await this.repeatIn(ids, append, mark);
    if (meanwhile) return meanwhile;
    throw new RevisionConflict(stream, expectedRevision, revision === -1 ? 'no-stream' : revision);
  }

  /** False when another revision was expected. @throws StoreUnavailable when no try was answered */
  private async isStored({ stream, expectedRevision }: Append, proposed: JSONEventData[]): Promise<boolean> {
    const { connection, timeoutMs, closing } = this.options;
    const options: AppendToStreamOptions = {
      expectedRevision: expectedRevision === 'no-stream' ? NO_STREAM : BigInt(expectedRevision),
      deadline: timeoutMs,
      requiresLeader: true,
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await connection.call((client) => within(timeoutMs + GRACE_MS, client.appendToStream(stream, proposed, options)));
        return true;
      } catch (error) {
        if (error instanceof WrongExpectedVersionError) return false;
        if (isRefusal(error)) throw error;
        const isLast = attempt === TRIES_MAX || closing.aborted || isAccessDenied(error) || error instanceof StoreUnavailable;
        if (isLast) throw asStoreUnavailable(error, 'did not confirm the append');
      }
      await backOff(attempt, closing);
    }
  }

  /** What the caller is told, where `ids` already hold the first event. */
  private async repeatIn(ids: ReadonlyMap<string, number>, append: Append, mark: string): Promise<Appended | undefined> {
    if (!ids.has(append.events[0]?.id ?? '')) return undefined;
    const revision = Math.max(...append.events.map(({ id }) => ids.get(id) ?? -1));
    return this.told(append, revision, mark);
  }

  /** As the log has it: the server tells neither the time nor whether it knew the events already. */
  private async told({ stream, events }: Append, revision: number, mark: string): Promise<Appended> {
    const { reader, ids } = this.options;
    const [last] = await reader.streamEvents(stream, { from: revision, limit: 1 });
    if (!last || !events.some(({ id }) => id === last.id)) throw new StoreUnavailable(`the event store lost what it took for ${stream}`);
    ids.note(stream, events.map(({ id }, index) => ({ id, revision: revision - events.length + 1 + index })));
    const { position, recordedAt } = recorded(last);
    return { revision, position, recordedAt, duplicate: appendOf(last) !== mark };
  }
}
