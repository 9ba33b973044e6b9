import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const lowest = 12_000;
const highest = 32_000;

/** True when nothing listens on the port of that address. */
export function portIsFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A loopback port that is free now. Another process may take it before it is used: whoever asks is ready for that. */
export async function freePort() {
  const [port] = await freePorts(1);
  return port;
}

/**
 * That many different free loopback ports, none of those that systems give to outgoing connections: any connection could be
 * given such a port between our look and the service's start, even the one that knocks there to see whether it is up.
 */
export async function freePorts(count) {
  const found = new Set();
  for (let tries = 0; found.size < count; tries++) {
    if (tries > 1_000) throw new Error('no free port was found');
    const port = randomInt(lowest, highest);
    if (await portIsFree(port)) found.add(port);
  }
  return [...found];
}
