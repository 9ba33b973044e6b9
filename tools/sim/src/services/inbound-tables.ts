import type { InboundMessage, InboundStatus } from '@parley/contracts';
import { type Delivered, type DeliveryPorts, type InboundPorts, type OurMessage } from '@parley/conversation/domain';
import { derivedId } from '@parley/event-sourcing';
import type { Life } from '../engine/life';

type State = 'claimed' | 'recorded';

/** The tables behind what comes in, as maps; each statement or transaction of the service is one change of them. */
export class InboundTables {
  private readonly messages = new Map<string, State>();
  private readonly threads = new Map<string, number>();
  private readonly ours = new Map<string, OurMessage>();
  private readonly early = new Map<string, { readonly message: InboundMessage; readonly targetWamid: string }>();
  private readonly parked = new Map<string, InboundStatus[]>();

  /** @param knowsRepeats false for a planted bug */
  constructor(private readonly knowsRepeats: boolean) {}

  /** As one process sees them. */
  of(life: Life): Pick<InboundPorts, 'customers' | 'log' | 'threads' | 'parked'> & Pick<DeliveryPorts, 'messages'> {
    return { customers, log: this.log(life), threads: this.threadsOf(life), parked: this.parkedOf(life), messages: this.deliveries(life) };
  }

  private log(life: Life): InboundPorts['log'] {
    return {
      claim: async (messages) => {
        await life.pass('claiming messages');
        const before = new Map(messages.map((message) => [keyOf(message), this.messages.get(keyOf(message))]));
        for (const message of messages) if (!before.get(keyOf(message))) this.messages.set(keyOf(message), 'claimed');
        await life.pass('having claimed messages');
        return (message) => (this.knowsRepeats ? (before.get(keyOf(message)) ?? 'new') : 'new');
      },
      markRecorded: async (messages) => {
        await life.pass('having recorded messages');
        for (const message of messages) this.messages.set(keyOf(message), 'recorded');
      },
    };
  }

  private threadsOf(life: Life): InboundPorts['threads'] {
    const remembered = new Map<string, number>();
    return {
      prepare: async (threadIds) => {
        await life.travel('threads', threadIds[0] ?? '');
        for (const id of threadIds) if (!remembered.has(id) && this.threads.has(id)) remembered.set(id, this.threads.get(id)!);
      },
      episode: (threadId) => remembered.get(threadId) ?? 0,
      note: async (episodes) => {
        await life.pass('having recorded messages');
        for (const [threadId, episode] of episodes) this.threads.set(threadId, Math.max(this.threads.get(threadId) ?? 0, episode));
        for (const [threadId, episode] of episodes) remembered.set(threadId, episode);
      },
    };
  }

  private parkedOf(life: Life): InboundPorts['parked'] {
    return {
      park: async (message, targetWamid) => {
        await life.pass('parking a status');
        this.early.set(keyOf(message), { message, targetWamid });
      },
      unpark: async (message) => {
        await life.pass('having recorded messages');
        this.early.delete(keyOf(message));
      },
      waitingFor: async (messages) => {
        await life.travel('parked', messages[0]?.wamid ?? '');
        return ({ phoneNumberId, wamid }) => [...this.early.values()].filter((one) => one.targetWamid === wamid && one.message.phoneNumberId === phoneNumberId).map(({ message }) => message);
      },
    };
  }

  private deliveries(life: Life): DeliveryPorts['messages'] {
    const known = (wamids: readonly string[]) => new Map(wamids.flatMap((wamid) => (this.ours.has(wamid) ? [[wamid, this.ours.get(wamid)!] as const] : [])));
    return {
      find: async (wamids) => {
        await life.travel('messages', wamids[0] ?? '');
        return known(wamids);
      },
      park: async (statuses) => {
        await life.pass('parking a status');
        const ours = known(statuses.map(({ wamid }) => wamid));
        for (const status of statuses) if (!ours.has(status.wamid)) this.keep(status);
        return ours;
      },
      claimParked: async (wamid, message) => {
        await life.pass('parking a status');
        if (!this.ours.has(wamid)) this.ours.set(wamid, message);
        return this.parked.get(wamid) ?? [];
      },
    };
  }

  private keep({ wamid, record }: Delivered): void {
    const parked = this.parked.get(wamid) ?? [];
    if (!parked.some(({ status }) => status === record.status)) this.parked.set(wamid, [...parked, record]);
  }
}

/** Customers of the simulation have a telephone number and keep it. */
const customers: InboundPorts['customers'] = {
  link: async () => undefined,
  resolve: async (identities) => identities.map(({ phone }) => derivedId('customer', phone ?? '')),
};

const keyOf = ({ phoneNumberId, wamid }: InboundMessage) => `${phoneNumberId}/${wamid}`;
