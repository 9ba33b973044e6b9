import type { ISocketFactory } from 'kafkajs';
import { isIP, connect as connectPlainly, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

const KEEP_ALIVE_AFTER_MS = 60_000;
const GIVEN_UP = 'this client has been given up';

/**
 * The connections of one client of kafkajs. Work that is still under way when a client is disconnected connects again, and nobody
 * would ever end that: it kept a process alive, or a connection of one that goes on (ADR 10).
 */
export class Connections {
  private readonly sockets = new Set<Socket>();
  private over = false;

  /** @throws Error once they have ended */
  readonly open: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (this.over) throw new Error(GIVEN_UP);
    const socket = ssl ? connectSecurely({ host, port, ...(isIP(host) === 0 && { servername: host }), ...ssl }, onConnect) : connectPlainly({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_AFTER_MS);
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  };

  end(): void {
    this.over = true;
    for (const socket of this.sockets) socket.destroy(new Error(GIVEN_UP));
  }
}
