import { type LiveEvent, type LiveEventData } from '@parley/contracts';
import { type ClosingCause, frame, LiveConnection, type LiveSink } from './live-connection';
import type { Addressed, OfferedTo } from './live-events';

/** The same object for everyone who may read the same. */
export type Readable = (live: LiveEvent, agentId: string) => LiveEvent;

/** Every live stream of this process, by agent and by the conversations that it shows. */
export class LiveConnections {
  private readonly byAgent = new Map<string, Set<LiveConnection>>();
  private readonly showing = new Map<string, Set<LiveConnection>>();
  private readonly connecting = new Set<LiveConnection>();
  private readonly opened = new Map<string, Set<LiveConnection>>();

  constructor(
    private readonly soon: (work: () => void) => void,
    private readonly onClosed: (cause: ClosingCause) => void = () => undefined,
    /** Told when an agent's first stream has opened and when their last one has closed. */
    private readonly onPresence: (agentId: string) => void = () => undefined,
    /** What of a live event this agent may read. */
    private readonly readableBy: Readable = (live) => live,
  ) {}

  /** Registered: from now on nothing that concerns the agent is missed. The stream opens with its snapshot. */
  register(agentId: string, sink: LiveSink): LiveConnection {
    const connection = new LiveConnection(agentId, sink, (closed, cause) => this.remove(closed, cause), this.soon);
    add(this.byAgent, agentId, connection);
    this.connecting.add(connection);
    return connection;
  }

  open(connection: LiveConnection, snapshot: LiveEventData<'snapshot'>): void {
    if (connection.closedBecause) return;
    this.connecting.delete(connection);
    for (const { conversationId, offerId } of snapshot.offers) this.show(connection, conversationId, offerId);
    for (const { conversationId } of [...snapshot.conversations, ...snapshot.wrapUps]) this.show(connection, conversationId);
    connection.open(frame({ event: 'snapshot', data: snapshot }));
    // The snapshot itself may have been too much for whoever reads too slowly.
    if (connection.closedBecause) return;
    const isFirst = !this.opened.has(connection.agentId);
    add(this.opened, connection.agentId, connection);
    if (isFirst) this.onPresence(connection.agentId);
  }

  /** Agents with an open stream. */
  present(): readonly string[] {
    return [...this.opened.keys()];
  }

  isPresent(agentId: string): boolean {
    return this.opened.has(agentId);
  }

  /** Whether anybody here could have to be told of an event of this conversation, one that names `agentId`. */
  concerns(conversationId: string, agentId: string | undefined): boolean {
    return this.connecting.size > 0 || this.showing.has(conversationId) || (agentId !== undefined && this.byAgent.has(agentId));
  }

  has(agentId: string): boolean {
    return this.byAgent.has(agentId);
  }

  get size(): number {
    let count = 0;
    for (const connections of this.byAgent.values()) count += connections.size;
    return count;
  }

  send({ to, live }: Addressed): void {
    const texts = new Map<LiveEvent, string>();
    for (const agentId of to) {
      const connections = this.byAgent.get(agentId);
      if (!connections) continue;
      const readable = this.readableBy(live, agentId);
      const text = texts.get(readable) ?? frame(readable);
      texts.set(readable, text);
      for (const connection of connections) {
        this.remember(connection, live);
        connection.push(text);
      }
    }
  }

  /** The offers of this conversation that somebody is shown. */
  shownOffers(conversationId: string): readonly OfferedTo[] {
    const offers = new Map<string, string>();
    for (const connection of this.showing.get(conversationId) ?? [])
      for (const offerId of connection.shownOffers(conversationId)) offers.set(offerId, connection.agentId);
    return [...offers].map(([offerId, agentId]) => ({ offerId, agentId }));
  }

  /** Only these agents have still to do with the conversation. */
  keepShowing(conversationId: string, agentIds: readonly string[]): void {
    for (const connection of this.showing.get(conversationId) ?? [])
      if (!agentIds.includes(connection.agentId)) this.hide(connection, conversationId);
  }

  /** Something of this conversation could not be told: whoever it may concern comes back for a snapshot. */
  closeConcerned(conversationId: string, agentIds: readonly string[]): void {
    const concerned = [...(this.showing.get(conversationId) ?? []), ...agentIds.flatMap((agentId) => [...(this.byAgent.get(agentId) ?? [])])];
    for (const connection of concerned) connection.close('gap');
    this.closeConnecting();
  }

  /** Whoever waits for a snapshot asks for a new one. */
  closeConnecting(): void {
    for (const connection of [...this.connecting]) connection.close('gap');
  }

  closeAll(cause: ClosingCause): void {
    for (const connections of [...this.byAgent.values()]) for (const connection of [...connections]) connection.close(cause);
  }

  heartbeat(): void {
    for (const connections of this.byAgent.values()) for (const connection of connections) connection.heartbeat();
  }

  private remember(connection: LiveConnection, { event, data }: LiveEvent): void {
    if (event === 'snapshot' || event === 'agent.state') return;
    if (event === 'offer.created') this.show(connection, data.conversationId, data.offerId);
    else if (event === 'offer.closed') connection.hideOffer(data.conversationId, data.offerId);
    else this.show(connection, data.conversationId);
  }

  private show(connection: LiveConnection, conversationId: string, offerId?: string): void {
    connection.show(conversationId, offerId);
    add(this.showing, conversationId, connection);
  }

  private hide(connection: LiveConnection, conversationId: string): void {
    connection.hide(conversationId);
    removeFrom(this.showing, conversationId, connection);
  }

  private remove(connection: LiveConnection, cause: ClosingCause): void {
    this.connecting.delete(connection);
    removeFrom(this.byAgent, connection.agentId, connection);
    if (removeFrom(this.opened, connection.agentId, connection)) this.onPresence(connection.agentId);
    for (const conversationId of connection.shownConversations()) removeFrom(this.showing, conversationId, connection);
    this.onClosed(cause);
  }
}

function add(map: Map<string, Set<LiveConnection>>, key: string, connection: LiveConnection): void {
  const known = map.get(key);
  if (known) known.add(connection);
  else map.set(key, new Set([connection]));
}

/** @returns whether that was the last one */
function removeFrom(map: Map<string, Set<LiveConnection>>, key: string, connection: LiveConnection): boolean {
  const known = map.get(key);
  known?.delete(connection);
  return known?.size === 0 && map.delete(key);
}
