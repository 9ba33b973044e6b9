import { type handleServerStreamingCall, type ServerWritableStream, status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventLog, LogRecord } from './event-log';
import { failure, type Faults, refusalBy } from './faults';
import { filterOf } from './filter';
import { eventMessage, notFound, streamName } from './messages';
import { InvalidPosition, Subscriber } from './subscriber';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

export interface Served {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly subscribers: Set<Subscriber>;
  /** Gets the place where each subscription begins. */
  readonly begun: string[];
}

/** `Streams.Read`: a stream or `$all`, forwards or backwards, and catch-up subscriptions to `$all`. */
export function readHandler({ log, faults, subscribers, begun }: Served): handleServerStreamingCall<ReadReq, ReadResp> {
  return (call) => {
    const options = call.request.getOptions() as ReadReq.Options;
    const fault = faults.take(options.hasSubscription() ? 'subscribe' : 'read');
    const serve = () => {
      if (options.hasSubscription()) return subscribe(call, options);
      return write(call, options.hasStream() ? fromStream(log, options) : fromAll(log, options));
    };
    const fail = (error: Error) =>
      call.emit('error', error instanceof InvalidPosition ? failure(status.UNKNOWN, 'Invalid position') : failure(status.UNKNOWN, error.message));
    if (fault?.kind === 'mute') return;
    const refusal = refusalBy(fault);
    if (refusal) return void call.emit('error', refusal);
    const begin = () => void Promise.resolve().then(serve).catch(fail);
    if (fault?.kind === 'slow') setTimeout(begin, fault.delayMs);
    else begin();
  };

  async function subscribe(call: ReadCall, options: ReadReq.Options): Promise<void> {
    if (!options.hasAll()) throw new Error('the stand-in has subscriptions to $all only');
    const { position, end } = options.getAll()?.toObject() ?? {};
    begun.push(position ? `${position.commitPosition}/${position.preparePosition}` : end ? 'end' : 'start');
    const subscriber = new Subscriber(call, log, faults, options);
    subscribers.add(subscriber);
    await subscriber.run().finally(() => subscribers.delete(subscriber));
  }
}

async function write(call: ReadCall, answers: Iterable<ReadResp>): Promise<void> {
  let go: (value?: unknown) => void = () => undefined;
  for (const event of ['drain', 'cancelled', 'close']) call.on(event, () => go());
  for (const answer of answers) {
    if (call.cancelled || call.destroyed) return;
    if (!call.write(answer)) await new Promise((resolve) => (go = resolve));
  }
  call.end();
}

function* fromStream(log: EventLog, options: ReadReq.Options): Iterable<ReadResp> {
  const of = options.getStream() as ReadReq.Options.StreamOptions;
  const name = streamName(of.getStreamIdentifier());
  const records = log.stream(name);
  if (!records) return yield notFound(name);
  const backwards = options.getReadDirection() === 1;
  const from = of.hasRevision() ? Number(of.getRevision()) : of.hasEnd() === backwards ? (backwards ? records.length - 1 : 0) : backwards ? -1 : records.length;
  const wanted = backwards ? records.slice(0, from + 1).reverse() : records.slice(from);
  for (const record of wanted.slice(0, Number(options.getCount()))) yield eventMessage(record);
}

function* fromAll(log: EventLog, options: ReadReq.Options): Iterable<ReadResp> {
  const backwards = options.getReadDirection() === 1;
  const passes = filterOf(options.getFilter());
  let left = Number(options.getCount());
  const step = backwards ? -1 : 1;
  for (let index = firstIndex(log, options, backwards); left > 0; index += step) {
    const record = log.records[index];
    if (!record) return;
    if (!passes(record)) continue;
    left -= 1;
    yield eventMessage(record);
  }
}

/** Forwards a position is inclusive, backwards it is exclusive. */
function firstIndex(log: EventLog, options: ReadReq.Options, backwards: boolean): number {
  const all = options.getAll() as ReadReq.Options.AllOptions;
  if (!all.hasPosition()) return all.hasEnd() ? (backwards ? log.records.length - 1 : log.records.length) : backwards ? -1 : 0;
  const position = all.getPosition() as ReadReq.Options.Position;
  const [commit, prepare] = [Number(position.getCommitPosition()), Number(position.getPreparePosition())];
  if (!log.isBoundary(commit)) throw new InvalidPosition();
  const index = log.indexAt(commit);
  if (backwards) return index - 1;
  const at = log.records[index] as LogRecord | undefined;
  return at && at.position === commit && prepare > commit ? index + 1 : index;
}
