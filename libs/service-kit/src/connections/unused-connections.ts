import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/**
 * A connection on which nothing was ever asked does not hold up the shutdown. Node counts it as busy, not as idle, and browsers
 * and connection pools open some before they need them.
 */
export function endUnusedConnections(instance: FastifyInstance): void {
  const unused = new Set<Socket>();
  let closing = false;
  instance.server.on('connection', (socket: Socket) => {
    if (closing) return void socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  instance.server.on('request', ({ socket }) => unused.delete(socket));
  instance.addHook('preClose', (done) => {
    closing = true;
    for (const socket of unused) socket.destroy();
    done();
  });
}
