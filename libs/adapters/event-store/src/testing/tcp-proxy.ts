import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Connections that were taken since the start. */
  connections(): number;
  /** Resolves when the client has closed all but `count` of its connections. */
  closedTo(count: number): Promise<void>;
  /** Connections that are open now stay open, and nothing passes them any more; new ones are served. */
  freeze(): void;
  close(): Promise<void>;
}

/** Stands between a client and `port` of the loopback. */
export async function tcpProxy(port: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const frozen = new Set<Socket>();
  const kept = new Set<Socket>();
  let taken = 0;
  const server = createServer((near) => {
    taken += 1;
    kept.add(near.on('close', () => (kept.delete(near), server.emit('let-go'))));
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (chunk) => void (frozen.has(from) || to.write(chunk)));
      from.on('error', () => undefined);
      from.on('close', () => {
        open.delete(from);
        if (!frozen.has(from)) to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => taken,
    closedTo: async (count) => {
      while (kept.size > count) await once(server, 'let-go');
    },
    freeze: () => open.forEach((socket) => frozen.add(socket)),
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
