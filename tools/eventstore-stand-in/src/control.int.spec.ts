import { EventStoreDbEventStore } from '@parley/event-store/eventstoredb';
import { type StandIn, startStandIn } from '@parley/event-store/testing';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlServer } from './control';

describe('faults of the stand-in, over HTTP', () => {
  let standIn: StandIn;
  let control: Server;
  let store: EventStoreDbEventStore;
  beforeAll(async () => {
    standIn = await startStandIn();
    control = controlServer(standIn).listen(0, '127.0.0.1');
    await once(control, 'listening');
    store = new EventStoreDbEventStore({ eventStoreUrl: standIn.url });
  });
  afterAll(async () => {
    await store.close();
    control.close();
    await standIn.stop();
  });
  const order = async (method: string, path: string, body?: object) => {
    const address = `http://127.0.0.1:${(control.address() as AddressInfo).port}${path}`;
    const response = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) });
    return { status: response.status, body: (await response.json()) as { calls: Record<string, number> } };
  };

  it('hit the calls that they are planned for', async () => {
    await order('POST', '/faults', { operation: 'append', kind: 'answer-lost' });
    const events = [{ id: '6ba7b810-9dad-41d1-80b4-00c04fd430c8', type: 'Happened', data: {} }];
    expect(await store.append({ stream: 'one-1', expectedRevision: 'no-stream', events })).toMatchObject({ revision: 0, duplicate: false });
    expect((await order('GET', '/')).body.calls['append']).toBe(2);
  });

  it('make it go away and come back', async () => {
    await order('POST', '/away');
    await expect(store.head()).rejects.toThrow('did not answer');
    await order('DELETE', '/faults');
    expect(await store.head()).toBeGreaterThan(0);
  });

  it('that it does not know are refused', async () => {
    expect((await order('POST', '/faults', { operation: 'append', kind: 'fire' })).status).toBe(400);
    expect((await order('POST', '/elsewhere')).status).toBe(400);
  });
});
