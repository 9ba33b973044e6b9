import { type handleClientStreamingCall, type ServerReadableStream, status } from '@grpc/grpc-js';
import { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import type { EventLog, Expected, LogRecord, Outcome, Proposed } from './event-log';
import { exception, failure, type Faults, refusalBy, unavailable } from './faults';
import { streamName } from './messages';

const APPEND_BYTES_MAX = 1_048_576;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface Asked {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
}

/** `Streams.Append`. */
export function appendHandler(log: EventLog, faults: Faults, cutConnections: () => void): handleClientStreamingCall<AppendReq, AppendResp> {
  return (call, callback) => {
    const fault = faults.take('append');
    if (fault?.kind === 'mute') return;
    const refused = refusalBy(fault);
    if (refused) return callback(refused);
    receive(call).then(
      (asked) => {
        const refusal = refusalOf(asked);
        if (refusal) return callback(refusal);
        const outcome = log.append(asked.stream, asked.expected, asked.events);
        const answer = () => callback(null, answerTo(asked, outcome, log));
        if (fault?.kind === 'mute-after') return undefined;
        if (fault?.kind === 'connection-lost') return cutConnections();
        if (fault?.kind === 'answer-lost') return callback(unavailable());
        return fault?.kind === 'slow' ? void setTimeout(answer, fault.delayMs) : answer();
      },
      (error: Error) => callback(failure(status.UNKNOWN, error.message)),
    );
  };
}

async function receive(call: ServerReadableStream<AppendReq, AppendResp>): Promise<Asked> {
  let [stream, expected]: [string, Expected] = ['', 'any'];
  const events: Proposed[] = [];
  for await (const request of call as AsyncIterable<AppendReq>) {
    const options = request.getOptions();
    if (options) {
      stream = streamName(options.getStreamIdentifier());
      expected = expectedOf(options);
    }
    const message = request.getProposedMessage();
    if (!message) continue;
    const metadata = message.getMetadataMap();
    events.push({
      id: message.getId()?.getString() ?? '',
      type: metadata.get('type') ?? '',
      contentType: metadata.get('content-type') ?? 'application/octet-stream',
      data: message.getData_asU8(),
      metadata: message.getCustomMetadata_asU8(),
    });
  }
  return { stream, expected, events };
}

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
}

function refusalOf({ events }: Asked) {
  if (events.some(({ id }) => !UUID.test(id))) return failure(status.UNKNOWN, 'Exception was thrown by handler. FormatException: Guid');
  const size = events.reduce((sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length, 0);
  if (size <= APPEND_BYTES_MAX) return undefined;
  const trailers = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(APPEND_BYTES_MAX) };
  return exception(status.INVALID_ARGUMENT, `Maximum Append Size of ${APPEND_BYTES_MAX} Exceeded.`, trailers);
}

function answerTo({ expected }: Asked, outcome: Outcome, log: EventLog): AppendResp {
  const answer = new AppendResp();
  if (outcome.is === 'wrong-version') {
    const wrong = new AppendResp.WrongExpectedVersion();
    if (outcome.current === -1) wrong.setCurrentNoStream(new Empty());
    else wrong.setCurrentRevision(String(outcome.current));
    if (expected === 'no-stream') wrong.setExpectedNoStream(new Empty());
    else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new Empty());
    else wrong.setExpectedRevision(String(expected));
    return answer.setWrongExpectedVersion(wrong);
  }
  const { revision, position } = log.records[outcome.at] as LogRecord;
  const at = new AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position));
  return answer.setSuccess(new AppendResp.Success().setCurrentRevision(String(revision)).setPosition(at));
}
