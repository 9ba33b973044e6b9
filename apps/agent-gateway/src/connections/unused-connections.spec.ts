import { once } from 'node:events';
import { connect } from 'node:net';
import { GatewayUnderTest } from '../testing/gateway.spec-kit';

describe('a connection on which nothing was asked', () => {
  it('does not hold up the shutdown', async () => {
    const gateway = await new GatewayUnderTest().start();
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(socket, 'connect');
    await gateway.call('/health/live');
    const closed = once(socket, 'close');
    await gateway.stop();
    await closed;
  });
});
