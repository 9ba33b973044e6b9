import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { Server, ServerCredentials, type status, type UntypedHandleCall } from '@grpc/grpc-js';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { appendHandler } from './append.handler';
import { EventLog } from './event-log';
import { Faults } from './faults';
import { fileJournal, memoryOnly } from './journal';
import { readHandler } from './read.handler';
import type { Subscriber } from './subscriber';

// gRPC's server for Node.js leaves small answers to wait for the acknowledgement of those before, 40 ms; real servers do not.
subscribe('net.server.socket', (message) => (message as { socket: Socket }).socket.setNoDelay(true));

const SERVICE = 'event_store.client.streams.Streams';

export interface StandInOptions {
  /** 0: a free one. */
  readonly port?: number;
  /** Where the log is kept over restarts; in memory only when absent. */
  readonly file?: string;
}

/** A running stand-in of EventStoreDB on the loopback, without TLS. */
export interface StandIn {
  readonly url: string;
  readonly port: number;
  readonly log: EventLog;
  readonly faults: Faults;
  /** Calls by the method's name since the start. */
  readonly calls: ReadonlyMap<string, number>;
  subscriptions(): number;
  /** Where each subscription since the start began: `start`, `end` or `commit/prepare`. */
  readonly begun: readonly string[];
  /** The server ends every subscription, without an error or with one. */
  endSubscriptions(code?: status): void;
  /** Subscriptions get no more events, or what they missed. */
  muteSubscriptions(muted: boolean): void;
  /** Every connection is cut; new ones are taken. */
  cutConnections(): void;
  /** Nothing of it is left but the file. */
  stop(): Promise<void>;
}

/**
 * Speaks what `@eventstore/db-client` needs of the protocol, by the stubs that it ships: append, reads, subscriptions to `$all` with
 * filters and checkpoints. No users, TLS, cluster, deletion, links, persistent subscriptions or batch append; everything is in memory.
 *
 * It says that it has batch append, as real servers do, so that a client that uses it is found out.
 */
export async function startStandIn({ port = 0, file }: StandInOptions = {}): Promise<StandIn> {
  const log = new EventLog(file ? fileJournal(file) : memoryOnly);
  const faults = new Faults();
  const calls = new Map<string, number>();
  const subscribers = new Set<Subscriber>();
  const begun: string[] = [];
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  const cutConnections = () => server.drain(`127.0.0.1:${bound}`, 0);
  const counted = <Call extends UntypedHandleCall>(name: string, handle: Call): UntypedHandleCall => {
    return (...args: unknown[]) => {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return (handle as (...all: unknown[]) => void)(...args);
    };
  };
  server.addService(StreamsService as never, {
    append: counted('append', appendHandler(log, faults, cutConnections)),
    read: counted('read', readHandler({ log, faults, subscribers, begun })),
    batchAppend: counted('batchAppend', () => undefined),
  });
  server.addService(ServerFeaturesService as never, { getSupportedMethods: counted('getSupportedMethods', supportedMethods) });
  const bound = await listen(server, port);
  return {
    url: `esdb://127.0.0.1:${bound}?tls=false`,
    port: bound,
    log,
    faults,
    calls,
    subscriptions: () => subscribers.size,
    begun,
    muteSubscriptions: (muted) => {
      faults.mutedSubscriptions = muted;
      for (const subscriber of subscribers) subscriber.look();
    },
    endSubscriptions: (code) => {
      for (const subscriber of [...subscribers]) if (code === undefined) subscriber.end();
        else subscriber.fail(code);
    },
    cutConnections,
    stop: async () => server.forceShutdown(),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
}

const supportedMethods: UntypedHandleCall = (_call: unknown, callback: (error: null, answer: SupportedMethods) => void) => {
  const methods = ['Append', 'Read', 'BatchAppend'].map((name) => new SupportedMethod().setServiceName(SERVICE).setMethodName(name));
  callback(null, new SupportedMethods().setEventStoreServerVersion('23.10.0').setMethodsList(methods));
};
