import { randomUUID } from 'node:crypto';
import { type Channel, status } from '@grpc/grpc-js';
import { type EventStoreDBClient, jsonEvent, NO_STREAM, UnavailableError } from '@eventstore/db-client';
import { type StandIn, startStandIn } from '../testing/stand-in/stand-in';
import { Connection } from './connection';

/** What the client keeps to itself, as far as it can fail there. */
interface Innards {
  getChannel(): Promise<Channel>;
  handleError(failed: unknown, error: Error): Promise<void>;
}

describe('the client of EventStoreDB', () => {
  let standIn: StandIn;
  let connection: Connection;
  beforeEach(async () => {
    standIn = await startStandIn();
    connection = Connection.to(standIn.url);
  });
  afterEach(async () => {
    await connection.close();
    await standIn.stop();
  });

  const append = (client: EventStoreDBClient) =>
    client.appendToStream('load-1', [jsonEvent({ id: randomUUID(), type: 'Loaded', data: {} })], { expectedRevision: NO_STREAM, deadline: 2_000 });

  it('tells of an append that began when its connection was just given up, and takes the next by another one', async () => {
    await connection.call(async (client) => (await (client as unknown as Innards).getChannel()).close());
    await expect(connection.call(append)).rejects.toThrow(UnavailableError);
    expect(await connection.call(append)).toMatchObject({ success: true });
  });

  it('ends no process where giving a connection up goes wrong', async () => {
    const failed = { getChannel: () => { throw new Error('no channel'); } };
    const gone = Object.assign(new Error('gone'), { code: status.UNAVAILABLE, details: '' });
    await expect((connection.current() as unknown as Innards).handleError(failed, gone)).resolves.toBeUndefined();
  });
});
