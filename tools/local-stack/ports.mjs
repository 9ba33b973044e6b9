import { createServer } from 'node:net';

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

/** That many different free loopback ports. */
export async function freePorts(count) {
  const probes = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = probes.map((probe) => probe.address().port);
  await Promise.all(probes.map((probe) => new Promise((closed) => probe.close(closed))));
  return ports;
}

function listenAnywhere() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => resolve(probe));
  });
}
