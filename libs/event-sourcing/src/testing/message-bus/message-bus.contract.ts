import { Buses, type MessageBusEngine } from './engine';
import { crashContract } from './crash.contract';
import { failureContract } from './failure.contract';
import { groupContract } from './group.contract';
import { logContract } from './log.contract';

/** What every MessageBus must do. Each adapter's spec calls this with its own engine. */
export function messageBusContract(engine: MessageBusEngine): void {
  describe('as a message bus', () => {
    const buses = new Buses(engine);
    jest.setTimeout(60_000);
    afterEach(() => buses.closeAll(), 30_000);
    logContract(buses);
    groupContract(buses);
    failureContract(buses);
    if (engine.killing) crashContract(buses, engine.killing);
  });
}
