import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  /** Connections that are there carry nothing more and stay open, as if the host behind them had vanished. New ones are served. */
  silence(): void;
  close(): Promise<void>;
}

/** Forwards what comes to `port` on the loopback to another port. */
export async function openProxy(port: number, to: number): Promise<Proxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const pair = [near, connect(to, '127.0.0.1')] as const;
    pairs.add(pair);
    for (const [socket, other] of [pair, [pair[1], pair[0]] as const]) {
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => pairs.delete(pair));
    }
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    silence: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far).resume();
        far.unpipe(near).resume();
      }
    },
    close: async () => {
      server.close();
      for (const socket of [...pairs].flat()) socket.destroy();
      await once(server, 'close');
    },
  };
}
