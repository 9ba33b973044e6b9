import fastify from 'fastify';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { endUnusedConnections } from './unused-connections';

describe('a connection on which nothing was asked', () => {
  it('does not hold up the shutdown', async () => {
    const app = fastify({ forceCloseConnections: 'idle' });
    endUnusedConnections(app);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const accepted = once(app.server, 'connection');
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    await accepted;
    const closed = once(socket, 'close');
    await app.close();
    await closed;
  });
});
