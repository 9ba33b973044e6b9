import {
  audience,
  type ConversationEventOf,
  type ConversationView,
  evolveView,
  type Message,
  messageOf,
  type PublishedConversationEvent,
  statusRises,
  withStatus,
} from '@parley/contracts';
import { LRUCache } from 'lru-cache';
import { Limited } from '../limits/limited';
import type { ConversationSource } from './conversation-source';
import type { LiveConnections } from './live-connections';
import { type Addressed, liveEvents, messageUpdated, readers } from './live-events';

/** A conversation that goes on. `toldRevision` is the last event told of; the view is ahead of it after a load. */
interface Known {
  readonly view: ConversationView;
  readonly toldRevision: number;
}

/** What was loaded for the event that is told next. */
interface Loaded {
  readonly known?: Known;
  readonly message?: Message;
}

type Load = () => Promise<Loaded>;

export interface FeedLimits {
  readonly conversationsMax: number;
  readonly messagesMax: number;
  /** Events that wait for a load; with more, the topic is not read on. */
  readonly waitingMax: number;
  readonly loadsAtOnce: number;
}

export const FEED_LIMITS: FeedLimits = { conversationsMax: 20_000, messagesMax: 20_000, waitingMax: 10_000, loadsAtOnce: 8 };

/** Ends that may take an open offer with them without an event of the offer's own. */
const TAKES_OFFERS = new Set(['Ended', 'TransferDropped', 'ConferenceRequestDropped', 'ConferenceJoined']);

/**
 * Turns the events of all conversations into live events.
 *
 * Remembers the conversations that go on; what it does not remember it loads when an event concerns somebody who is connected.
 * Meanwhile that conversation's events wait and the others go on. What cannot be loaded closes the streams that it may concern:
 * they come back for a snapshot. Nothing is ever left out silently.
 */
export class ConversationFeed {
  private readonly known: LRUCache<string, Known>;
  private readonly messages: LRUCache<string, Message>;
  private readonly waiting = new Map<string, PublishedConversationEvent[]>();
  private readonly loading = new Set<Promise<void>>();
  private readonly loads: Limited;
  private waitingCount = 0;

  constructor(
    private readonly connections: LiveConnections,
    private readonly source: ConversationSource,
    private readonly onLoadFailed: (conversationId: string, error: unknown) => void,
    private readonly limits: FeedLimits = FEED_LIMITS,
  ) {
    this.known = new LRUCache({ max: limits.conversationsMax });
    this.messages = new LRUCache({ max: limits.messagesMax });
    this.loads = new Limited(limits.loadsAtOnce, limits.waitingMax);
  }

  /** Takes events of one partition in order. Resolves when there is room for more; never rejects. */
  async take(events: readonly PublishedConversationEvent[]): Promise<void> {
    for (const recorded of events) {
      const waiting = this.waiting.get(recorded.subject);
      if (waiting) {
        waiting.push(recorded);
        this.waitingCount += 1;
      } else {
        const missing = this.tell(recorded);
        if (missing) this.loadAndTell(recorded, missing);
      }
    }
    while (this.waitingCount > this.limits.waitingMax) await Promise.race(this.loading);
  }

  /** Resolves when nothing waits for a load. */
  async settled(): Promise<void> {
    while (this.loading.size > 0) await Promise.all(this.loading);
  }

  /** Tells what the event means, or answers how to get what is not remembered for that. */
  private tell(recorded: PublishedConversationEvent, loaded: Loaded = {}): Load | undefined {
    const { subject: id, revision, event } = recorded;
    const known = loaded.known ?? this.known.get(id);
    if (known && revision <= known.toldRevision) return undefined;
    const after = viewAfter(known, recorded);
    const concerned = this.connections.concerns(id, 'agentId' in event ? event.agentId : undefined);
    if (!after) return concerned ? () => this.loadView(recorded) : this.forget(id);
    if (concerned) {
      const missing = event.type === 'MessageStatusChanged' ? this.tellStatus(recorded, after, loaded) : this.tellChange(known, recorded, after);
      if (missing) return missing;
    }
    this.remember(id, after, revision);
    return undefined;
  }

  private tellChange(known: Known | undefined, recorded: PublishedConversationEvent, after: ConversationView): undefined {
    const ahead = after.revision > recorded.revision;
    const before = ahead || known?.toldRevision !== known?.view.revision ? undefined : known?.view;
    const message = messageOf(recorded.event, recorded.id);
    if (message?.status) this.messages.set(messageKey(recorded.subject, message.messageId), message);
    const isFirst = recorded.event.type === 'ConversationStarted';
    if (!before && !isFirst && TAKES_OFFERS.has(recorded.event.type)) this.connections.closeConnecting();
    const shown = before ? [] : this.connections.shownOffers(recorded.subject);
    for (const addressed of liveEvents({ before, recorded, after, shown })) this.connections.send(addressed);
    this.connections.keepShowing(recorded.subject, audience(after));
  }

  /** A delivery status is told with the whole message, and with the conversation's new revision. */
  private tellStatus(recorded: PublishedConversationEvent, after: ConversationView, loaded: Loaded): Load | undefined {
    const { event, subject } = recorded;
    if (event.type !== 'MessageStatusChanged' || readers(after).length === 0) return undefined;
    const key = messageKey(subject, event.messageId);
    const message = loaded.message ?? this.messages.get(key);
    if (!message) return () => this.loadMessage(recorded, event.messageId);
    const risen = follows(message, event) ? withStatus(message, event) : message;
    this.messages.set(key, risen);
    const told: Addressed[] = [messageUpdated(risen, recorded, after), ...liveEvents({ before: after, recorded, after, shown: [] })];
    for (const addressed of told) this.connections.send(addressed);
    return undefined;
  }

  private loadAndTell(first: PublishedConversationEvent, load: Load): void {
    const id = first.subject;
    const events = [first];
    this.waiting.set(id, events);
    this.waitingCount += 1;
    const work = this.catchUp(id, events, load)
      .catch((error: unknown) => this.giveUp(id, events, error))
      .finally(() => this.loading.delete(work));
    this.loading.add(work);
  }

  private async catchUp(id: string, events: PublishedConversationEvent[], first: Load): Promise<void> {
    let load: Load | undefined = first;
    let loaded: Loaded = {};
    while (events.length > 0) {
      if (load) loaded = { ...loaded, ...(await this.loads.run(load)) };
      load = this.tell(events[0]!, loaded);
      if (load) continue;
      loaded = {};
      events.shift();
      this.waitingCount -= 1;
    }
    // In the same turn as the last look: what comes now is told at once.
    this.waiting.delete(id);
  }

  private giveUp(id: string, events: readonly PublishedConversationEvent[], error: unknown): void {
    this.waiting.delete(id);
    this.waitingCount -= events.length;
    this.forget(id);
    this.onLoadFailed(id, error);
    const named = events.flatMap(({ event }) => ('agentId' in event ? [event.agentId] : []));
    this.connections.closeConcerned(id, named);
  }

  private async loadView({ subject, revision, position }: PublishedConversationEvent): Promise<Loaded> {
    const view = await this.source.view(subject, { revision, position });
    if (view.revision < revision) throw new Error(`the view of ${subject} is at ${view.revision}, expected ${revision} or later`);
    return { known: { view, toldRevision: revision - 1 } };
  }

  private async loadMessage({ subject, position }: PublishedConversationEvent, messageId: string): Promise<Loaded> {
    return { message: await this.source.message(subject, messageId, { position }) };
  }

  private remember(id: string, view: ConversationView, toldRevision: number): void {
    if (view.closed && toldRevision >= view.revision) this.known.delete(id);
    else this.known.set(id, { view, toldRevision });
  }

  private forget(id: string): undefined {
    this.known.delete(id);
  }
}

/** The view with the event in it, or undefined when it takes a load to know. */
function viewAfter(known: Known | undefined, { subject, revision, event }: PublishedConversationEvent): ConversationView | undefined {
  if (known && revision <= known.view.revision) return known.view;
  const follows = known ? revision === known.view.revision + 1 : event.type === 'ConversationStarted';
  return follows ? evolveView(known?.view, event, { conversationId: subject, revision }) : undefined;
}

/** A loaded message may be ahead of the event. The same status again may say more: why, or that nobody knows. */
const follows = ({ status = 'pending' }: Message, next: ConversationEventOf<'MessageStatusChanged'>): boolean =>
  status === next.status || statusRises(status, next.status);

const messageKey = (conversationId: string, messageId: string) => `${conversationId}\u0000${messageId}`;
