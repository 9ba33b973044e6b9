import type { LiveEvent, LiveEventData, Message } from '@parley/contracts';
import type { LiveSink } from '../live-connection';

type Versioned<T> = T & { revision: number };

/** A client as the contract asks for: it keeps the newest revision of each object and knows no more rules. */
export class SimpleClient implements LiveSink {
  closed = false;
  readonly names: string[] = [];
  private readonly offers = new Map<string, { revision: number; offer?: LiveEventData<'offer.created'> }>();
  private readonly conversations = new Map<string, LiveEventData<'conversation.updated'>>();
  private readonly wrapUps = new Map<string, { revision: number; owed?: LiveEventData<'wrap-up.due'> }>();
  readonly messages = new Map<string, Versioned<Message>>();

  constructor(private readonly agentId: string) {}

  write(text: string): void {
    for (const block of text.split('\n\n')) {
      const [name, data] = block.split('\n');
      if (!name?.startsWith('event: ') || !data) continue;
      this.take({ event: name.slice(7), data: JSON.parse(data.slice(6)) } as LiveEvent);
    }
  }

  waitingBytes(): number {
    return 0;
  }

  end(): void {
    this.closed = true;
  }

  /** What the screen shows. */
  shown() {
    return {
      offers: [...this.offers.values()].flatMap(({ offer }) => (offer ? [without(offer, 'revision')] : [])).sort(byJson),
      conversations: [...this.conversations.values()].filter(({ participants }) => participants.some(({ agentId }) => agentId === this.agentId)).sort(byJson),
      wrapUps: [...this.wrapUps.values()].flatMap(({ owed }) => (owed ? [without(owed, 'revision')] : [])).sort(byJson),
    };
  }

  private take({ event, data }: LiveEvent): void {
    this.names.push(event);
    switch (event) {
      case 'snapshot':
        for (const offer of data.offers) this.offers.set(offer.offerId, { revision: -1, offer: { ...offer, revision: -1 } });
        for (const conversation of data.conversations) this.conversations.set(conversation.conversationId, conversation);
        for (const owed of data.wrapUps) this.wrapUps.set(owed.conversationId, { revision: -1, owed: { ...owed, revision: -1 } });
        return;
      case 'offer.created':
        return keepNewest(this.offers, data.offerId, { revision: data.revision, offer: data });
      case 'offer.closed':
        return keepNewest(this.offers, data.offerId, { revision: data.revision });
      case 'conversation.updated':
        return keepNewest(this.conversations, data.conversationId, data);
      case 'message.added':
      case 'message.updated':
        return keepNewest(this.messages, data.messageId, data);
      case 'wrap-up.due':
        return keepNewest(this.wrapUps, data.conversationId, { revision: data.revision, owed: data });
      case 'wrap-up.closed':
        return keepNewest(this.wrapUps, data.conversationId, { revision: data.revision });
      case 'agent.state':
        return;
    }
  }
}

function keepNewest<T extends { revision: number }>(objects: Map<string, T>, id: string, object: T): void {
  if ((objects.get(id)?.revision ?? -1) <= object.revision) objects.set(id, object);
}

export const byJson = (one: unknown, other: unknown): number => JSON.stringify(one).localeCompare(JSON.stringify(other));

function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const { [key]: _dropped, ...rest } = object;
  return rest;
}
