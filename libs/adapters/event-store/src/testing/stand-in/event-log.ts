import { EventEmitter } from 'node:events';
import { type Journal, memoryOnly } from './journal';

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LogRecord extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Where it begins in the log: its commit and its prepare position. */
  readonly position: number;
  /** Where the next record begins. */
  readonly post: number;
  readonly createdMs: number;
}

export type Expected = number | 'no-stream' | 'stream-exists' | 'any';

/** `at` is the index of the append's last event in the log, of the first time where it is a repeat. */
export type Outcome = { readonly is: 'ok' | 'repeat'; readonly at: number } | { readonly is: 'wrong-version'; readonly current: number };

const FRAME_BYTES = 118;

/**
 * The log of the stand-in: what a server of one node shows of its own, positions in bytes and so with gaps.
 *
 * Whether an append is new, a repeat or too late is decided as the server's `IndexWriter.CheckCommit` does: with a revision or
 * no-stream by the ids at exactly those numbers, with `any` by the ids of the whole stream.
 */
export class EventLog {
  readonly records: LogRecord[] = [];
  /** Emits `appended`. */
  readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly streams = new Map<string, number[]>();
  private readonly byId = new Map<string, number>();

  constructor(private readonly journal: Journal = memoryOnly) {
    for (const batch of journal.read()) for (const record of batch) this.keep(record);
    this.writeSystemEvent('$epoch-information');
  }

  /** The last record's end; 0 when there is none. */
  get end(): number {
    return this.records.at(-1)?.post ?? 0;
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Outcome {
    const indexes = this.streams.get(stream) ?? [];
    const current = indexes.length - 1;
    const repeat = this.repeatOf(stream, expected, events);
    if (repeat !== undefined) return { is: 'repeat', at: repeat };
    const wanted = expected === 'no-stream' ? -1 : expected === 'stream-exists' ? Math.max(0, current) : expected === 'any' ? current : expected;
    if (wanted !== current) return { is: 'wrong-version', current };
    const createdMs = Date.now();
    let position = this.end;
    const batch = events.map((event, index) => {
      const record = { ...event, stream, revision: current + 1 + index, position, post: position + sizeOf(stream, event), createdMs };
      position = record.post;
      return record;
    });
    this.journal.write(batch);
    for (const record of batch) this.keep(record);
    this.changes.emit('appended');
    return { is: 'ok', at: this.records.length - 1 };
  }

  /** A record as the server itself writes them between those of its users. */
  writeSystemEvent(stream = '$stats-127.0.0.1', type = '$statsCollected'): void {
    const text = new TextEncoder().encode('{}');
    const id = crypto.randomUUID();
    this.append(stream, 'any', [{ id, type, contentType: 'application/json', data: text, metadata: new Uint8Array() }]);
  }

  /** The records of a stream in order; undefined where there is no such stream. */
  stream(name: string): readonly LogRecord[] | undefined {
    return this.streams.get(name)?.map((index) => this.records[index] as LogRecord);
  }

  /** The index of the first record at `position` or later. */
  indexAt(position: number): number {
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.records[middle] as LogRecord).position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where a record begins, or at the log's end or after it, a reader may begin; elsewhere the server finds no record, but garbage. */
  isBoundary(position: number): boolean {
    return position >= this.end || this.records[this.indexAt(position)]?.position === position;
  }

  private repeatOf(stream: string, expected: Expected, events: readonly Proposed[]): number | undefined {
    if (typeof expected === 'number' || expected === 'no-stream') {
      const first = expected === 'no-stream' ? 0 : expected + 1;
      const indexes = this.streams.get(stream) ?? [];
      const at = events.map(({ id }, index) => {
        const place = indexes[first + index];
        return place !== undefined && this.records[place]?.id === id ? place : undefined;
      });
      return at.includes(undefined) ? undefined : at.at(-1);
    }
    const places = events.map(({ id }) => this.byId.get(`${stream}/${id}`));
    return places.includes(undefined) ? undefined : places.at(-1);
  }

  private keep(record: LogRecord): void {
    const indexes = this.streams.get(record.stream) ?? [];
    indexes.push(this.records.length);
    this.byId.set(`${record.stream}/${record.id}`, this.records.length);
    this.streams.set(record.stream, indexes);
    this.records.push(record);
  }
}

const sizeOf = (stream: string, { type, data, metadata }: Proposed) =>
  FRAME_BYTES + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length;
