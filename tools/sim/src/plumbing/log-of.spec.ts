import { eventStoreContract } from '@parley/event-sourcing/testing';
import { Kernel } from '../engine/kernel';
import { Life } from '../engine/life';
import { LogOf } from './log-of';

/** On real time, as there is no simulation around it. */
describe('the log of the simulation', () => {
  const kernel = new Kernel(1, { lagMs: 1, slowCalls: 0, slowMs: 0 });
  eventStoreContract(async () => new LogOf(kernel, new Life('writer', kernel)));
});
