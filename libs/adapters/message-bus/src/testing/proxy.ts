import { pause } from '@parley/event-sourcing';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface Proxy {
  /** How many are open now. */
  readonly connections: number;
  /** Connections that are there carry nothing more and stay open, as if the host behind them had vanished. New ones are served. */
  silence(): void;
  /**
   * The next request of this kind is answered with these bytes, behind the header, and goes no further; resolves when it is. For a
   * proxy of a Kafka.
   *
   * @param apiKey as in Kafka's protocol
   * @param after a kind too: the next one behind a request of that kind
   */
  answerNext(apiKey: number, answer: Buffer, after?: number): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly answer: Buffer;
  readonly given: () => void;
  after: number | undefined;
}

type Answers = Map<number, Answer>;

/** Forwards what comes to `port` on the loopback to another port. */
export async function openProxy(port: number, to: number): Promise<Proxy> {
  const answers: Answers = new Map();
  const pairs = new Set<readonly [near: Socket, far: Socket, requests: Transform]>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    const requests = forwarded(near, answers);
    const pair = [near, far, requests] as const;
    pairs.add(pair);
    near.pipe(requests).pipe(far);
    far.pipe(near);
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => pairs.delete(pair));
    }
  });
  await listen(server, port);
  return {
    get connections() {
      return pairs.size;
    },
    silence: () => {
      for (const [near, far, requests] of pairs) {
        near.unpipe(requests).resume();
        far.unpipe(near).resume();
      }
    },
    answerNext: (apiKey, answer, after) => new Promise((given) => void answers.set(apiKey, { answer, given, after })),
    close: async () => {
      server.close();
      for (const [near, far] of pairs) for (const socket of [near, far]) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** A test beside us that looks for a free port may have this one for a moment. */
async function listen(server: Server, port: number): Promise<void> {
  for (const endMs = Date.now() + 10_000; ; await pause(100)) {
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || Date.now() > endMs) throw error;
    }
  }
}

/** The requests that have no answer waiting. Each has its size, its kind, its version and a number that the answer has too. */
function forwarded(near: Socket, answers: Answers): Transform {
  let bytes = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE()) {
        const request = bytes.subarray(0, 4 + bytes.readInt32BE());
        bytes = bytes.subarray(request.length);
        const apiKey = request.readInt16BE(4);
        const waiting = answers.get(apiKey);
        for (const answer of answers.values()) if (answer.after === apiKey) answer.after = undefined;
        if (waiting === undefined || waiting.after !== undefined) this.push(request);
        else {
          answers.delete(apiKey);
          const header = Buffer.alloc(8);
          header.writeInt32BE(4 + waiting.answer.length);
          request.copy(header, 4, 8, 12);
          near.write(Buffer.concat([header, waiting.answer]), () => waiting.given());
        }
      }
      done();
    },
  });
}
