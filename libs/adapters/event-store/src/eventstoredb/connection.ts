import { type Channel, type Client, connectivityState } from '@grpc/grpc-js';
import { EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import { backOff, pause, StoreUnavailable } from '@parley/event-sourcing';
import { BadAddress, clientAddress } from './address';
import { asStoreUnavailable, CutShort, isNoAnswer, isQuickFailure } from './failures';

const NO_ANSWERS_MAX = 2;
const QUICK_TRIES_MAX = 3;
const CLOSE_TIMEOUT_MS = 1_000;

/** What the client keeps to itself and we have to set right. */
interface Innards {
  supports(): Promise<boolean>;
  handleError(client: unknown, error: Error): Promise<void>;
  getChannel(): Promise<Channel>;
  execute<G extends Client, T>(stubs: unknown, name: string, action: (grpc: G) => Promise<T>): Promise<T>;
}

/**
 * The one client that a process has for an address, replaced when the server has left calls without an answer: the client keeps a
 * connection that is half open until its keep-alive notices.
 */
export class Connection {
  private static readonly open = new Map<string, Connection>();
  private client: EventStoreDBClient | undefined;
  private users = 0;
  private noAnswers = 0;
  private closed = false;

  private constructor(private readonly address: string) {
    this.client = plainClient(address);
  }

  /** The same for everyone in this process who names the same address; each closes it once. @throws BadAddress */
  static to(url: string, connectionName?: string): Connection {
    const address = clientAddress(url, connectionName);
    const connection = Connection.open.get(address) ?? new Connection(address);
    Connection.open.set(address, connection);
    connection.users += 1;
    return connection;
  }

  /** @throws StoreUnavailable after the last close */
  current(): EventStoreDBClient {
    if (this.closed) throw new StoreUnavailable('the event store is closed');
    return (this.client ??= plainClient(this.address));
  }

  /** One call on the client; what its failure says of the connection is noted. */
  async call<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    const client = this.current();
    try {
      const result = await work(client);
      this.noAnswers = 0;
      return result;
    } catch (error) {
      if (isNoAnswer(error)) this.noAnswer(client);
      else this.noAnswers = 0;
      throw error;
    }
  }

  /** A call that changes nothing: a lost connection is met with another try. @throws StoreUnavailable */
  async read<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.call((client) => whole(client, work(client)));
      } catch (error) {
        if (!isQuickFailure(error) || attempt === QUICK_TRIES_MAX || this.closed) throw asStoreUnavailable(error, 'did not answer');
        await backOff(attempt);
      }
    }
  }

  /** The client left a call without an answer. */
  noAnswer(client: EventStoreDBClient): void {
    if (client !== this.client) return;
    this.noAnswers += 1;
    if (this.noAnswers < NO_ANSWERS_MAX) return;
    this.noAnswers = 0;
    this.client = undefined;
    void discard(client);
  }

  async close(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    this.closed = true;
    Connection.open.delete(this.address);
    const { client } = this;
    this.client = undefined;
    if (client) await Promise.race([discard(client), pause(CLOSE_TIMEOUT_MS)]);
  }
}

/**
 * Never uses `batchAppend`, whose answers may come to others or to nobody, nor asks for the server's features, a call without any
 * deadline. And what goes wrong while it gives up a broken connection, or where a call begins on one that was just given up, ends no
 * process: the client leaves both as rejections that nobody handles.
 */
function plainClient(address: string): EventStoreDBClient {
  const client = open(address);
  const innards = client as unknown as Innards;
  const handleError = innards.handleError.bind(client);
  innards.supports = () => Promise.resolve(false);
  innards.handleError = (failed, error) => handleError(failed, error).catch(() => undefined);
  const execute = innards.execute.bind(client);
  innards.execute = (stubs, name, action) => execute(stubs, name, async (grpc) => action(ofOpenChannel(grpc) as never));
  return client;
}

/** @throws UnavailableError where no call can begin any more */
function ofOpenChannel(grpc: Client): Client {
  if (grpc.getChannel().getConnectivityState(false) !== connectivityState.SHUTDOWN) return grpc;
  throw new UnavailableError(undefined, 'the connection was given up');
}

function open(address: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(address);
  } catch {
    // The client's own error carries the address, and with it the password.
    throw new BadAddress('the client cannot use it; see to the host, the port, the values of its options and the paths of certificates');
  }
}

/** Their reads ended, and may have ended early. */
const discarded = new WeakSet<EventStoreDBClient>();

/** What `reading` answers; a client that is disposed of ends its reads as if nothing followed. @throws CutShort */
async function whole<T>(client: EventStoreDBClient, reading: Promise<T>): Promise<T> {
  const answer = await reading;
  if (discarded.has(client)) throw new CutShort();
  return answer;
}

/** `dispose` alone leaves the channel open. */
async function discard(client: EventStoreDBClient): Promise<void> {
  discarded.add(client);
  const channel = (client as unknown as Innards).getChannel();
  await Promise.allSettled([client.dispose(), channel]);
  await channel.then(
    (opened) => opened.close(),
    () => undefined,
  );
}
