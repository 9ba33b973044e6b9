import {
  activeLegs,
  type Conversation,
  type ConversationView,
  evolveView,
  type LiveEventData,
  type Me,
  type Message,
  messageOf,
  type Offer,
  openOffers,
  type PublishedConversationEvent,
  statusRises,
  toConversation,
  toOffer,
  withStatus,
  type WrapUp,
} from '@parley/contracts';
import type { ConversationSource } from '../conversation-source';
import { owedWrapUp, readers } from '../live-events';
import { at } from './history.spec-kit';

const meOf = (agentId: string): Me => ({ agentId, name: agentId, roles: ['agent'], state: { name: 'available', since: at(0) }, capacity: { max: 3, used: 0 }, revision: 0 });

/** What is so, by folding the log up to a position: what the services answer when they have come as far. */
export class Truth {
  constructor(private readonly log: readonly PublishedConversationEvent[]) {}

  views(upTo = this.log.length): ReadonlyMap<string, ConversationView> {
    const views = new Map<string, ConversationView>();
    for (const { subject, revision, event } of this.log.slice(0, upTo))
      views.set(subject, evolveView(views.get(subject), event, { conversationId: subject, revision }));
    return views;
  }

  snapshot(agentId: string, upTo = this.log.length): LiveEventData<'snapshot'> {
    const views = [...this.views(upTo).values()];
    return {
      me: meOf(agentId),
      offers: views.flatMap((view): Offer[] => openOffers(view).filter((offer) => offer.agentId === agentId).map(toOffer)),
      conversations: views.filter((view) => activeLegs(view).some((leg) => leg.agentId === agentId)).map((view): Conversation => toConversation(view)),
      wrapUps: views.flatMap((view): WrapUp[] => [owedWrapUp(view, agentId) ?? []].flat()),
    };
  }

  messages(upTo = this.log.length): ReadonlyMap<string, Message> {
    const messages = new Map<string, Message>();
    for (const { id, event } of this.log.slice(0, upTo)) {
      const added = messageOf(event, id);
      if (added) messages.set(added.messageId, added);
      if (event.type !== 'MessageStatusChanged') continue;
      const known = messages.get(event.messageId)!;
      if (known.status === event.status || statusRises(known.status!, event.status)) messages.set(event.messageId, withStatus(known, event));
    }
    return messages;
  }

  /** Messages that an agent had to be told of who was connected from `from` on: added while they were in, and still on their screen. */
  messagesFor(agentId: string, from: number): string[] {
    const now = this.views();
    return this.log.slice(from).flatMap(({ id, event, subject, position }) => {
      const message = messageOf(event, id);
      const isIn = activeLegs(this.views(position).get(subject)!).some((leg) => leg.agentId === agentId);
      return message && isIn && readers(now.get(subject)!).includes(agentId) ? [message.messageId] : [];
    });
  }
}

/** The conversation service as a source that has always come further than was asked: up to `aheadOf(position)`. */
export class LoggedSource implements ConversationSource {
  loads = 0;
  failing = false;

  constructor(
    private readonly truth: Truth,
    private readonly aheadOf: (position: number) => number,
  ) {}

  async view(conversationId: string, { position }: { position: number }): Promise<ConversationView> {
    this.check();
    return this.truth.views(this.aheadOf(position)).get(conversationId)!;
  }

  async message(_conversationId: string, messageId: string, { position }: { position: number }): Promise<Message> {
    this.check();
    return this.truth.messages(this.aheadOf(position)).get(messageId)!;
  }

  private check(): void {
    this.loads += 1;
    if (this.failing) throw new Error('away');
  }
}
