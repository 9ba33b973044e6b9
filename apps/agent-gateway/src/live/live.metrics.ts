import { metrics } from '@parley/service-kit';
import { Counter, Gauge } from 'prom-client';
import type { ClosingCause } from './live-connection';

const closed = new Counter({
  name: 'parley_live_closed_total',
  help: 'Live streams that ended, by cause',
  labelNames: ['cause'],
  registers: [metrics],
});

export const countClosed = (cause: ClosingCause): void => closed.inc({ cause });

let connections = () => 0;

new Gauge({
  name: 'parley_live_connections',
  help: 'Live streams that are open',
  registers: [metrics],
  collect() {
    this.set(connections());
  },
});

/** Whose number the gauge shows. */
export function showConnections(count: () => number): void {
  connections = count;
}
