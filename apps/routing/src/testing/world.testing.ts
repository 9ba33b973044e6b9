import { type ConversationCommand, type ConversationEvent, type OfferKind, toIso } from '@parley/contracts';
import { FollowConversations, type Happened } from '../follow-conversation/follow-conversation';
import { ExpireReservations, HoldPlace, LetPlaceGo } from '../hold-place/hold-place';
import { ExpireConnections } from '../note-connection/note-connection';
import { decideTurn, type RoutingInput } from '../partition/routing-decider';
import type { RoutingEvent } from '../partition/routing-events';
import { RoutingState } from '../partition/routing-state';
import type { Roster } from '../partition/roster';
import { restore, takeSnapshot } from '../partition/snapshot';
import { Turn } from '../partition/turn';
import { remindConversations } from '../remind-conversations/remind-conversations';
import { Audit } from './audit.testing';
import { NOON } from './given.testing';

interface OpenOffer {
  readonly offerId: string;
  readonly agentId: string;
  readonly queueId: string;
  readonly kind: OfferKind;
  readonly expiresAtMs: number;
}

/** As much of a conversation as routing meets: two waits, each with an entry or an offer, and legs. */
interface Conversation {
  readonly id: string;
  readonly arrivedAtMs: number;
  readonly partition: number;
  readonly waits: Map<'owner' | 'conference', { entryId?: string; queueId: string; kind: OfferKind; by?: string; offer?: OpenOffer }>;
  readonly legs: Map<string, { agentId: string; state: 'active' | 'wrapping-up' | 'closed' }>;
  readonly asked: Set<string>;
  readonly inbox: ConversationCommand[];
  ended: boolean;
}

const PARTITIONS = 2;

/**
 * Conversations, a broker that repeats and delays, a clock, and one routing partition among them. Every turn of routing is
 * audited. Deterministic: the same steps give the same history.
 */
export class World {
  nowMs = NOON;
  readonly history: RoutingEvent[] = [];
  readonly conversations: Conversation[] = [];
  readonly audit: Audit;
  state: RoutingState;
  private readonly topic: Happened[][] = Array.from({ length: PARTITIONS }, () => []);
  private readonly offsets: number[] = Array.from({ length: PARTITIONS }, () => 0);
  private position = 0;
  private names = 0;

  constructor(private readonly roster: Roster) {
    this.state = new RoutingState(roster);
    this.audit = new Audit(roster);
  }

  submit(input: RoutingInput, { loseCommands = false } = {}): readonly RoutingEvent[] {
    const turn = new Turn(this.state, this.nowMs);
    decideTurn(turn, [input]);
    for (const event of turn.events) this.audit.see(event);
    this.history.push(...turn.events);
    this.audit.checkNothingLeftUndone();
    if (!loseCommands) this.publish(turn.commands);
    return turn.events;
  }

  startConversation(queueId: string): void {
    const id = `c${this.conversations.length}`;
    const partition = this.conversations.length % PARTITIONS;
    this.conversations.push({ id, partition, arrivedAtMs: this.nowMs, waits: new Map(), legs: new Map(), asked: new Set(), inbox: [], ended: false });
    this.queue(this.conversations.at(-1)!, queueId, 'queue');
  }

  /** The broker hands over up to `records` of one partition, beginning `again` records before where it stood. */
  deliverEvents(partition: number, records: number, { again = 0, loseCommands = false } = {}): void {
    const topic = this.topic[partition % PARTITIONS]!;
    const from = Math.max(0, this.offsets[partition % PARTITIONS]! - again);
    const batch = topic.slice(from, from + again + records);
    this.offsets[partition % PARTITIONS] = Math.max(this.offsets[partition % PARTITIONS]!, from + batch.length);
    const consumed = this.state.consumed.get(partition % PARTITIONS) ?? 0;
    if (batch.length > 0) this.submit(new FollowConversations(partition % PARTITIONS, batch), { loseCommands });
    // I7: whoever missed an offer is not ready for another one.
    for (const { position, event } of batch)
      if (position > consumed && event.type === 'OfferMissed') expect(['rona', 'offline']).toContain(this.state.stateOf(event.agentId)?.name);
  }

  /** The topics once more, from anywhere. @returns what routing made of it */
  deliverAgain(from: number): readonly RoutingEvent[] {
    return this.topic.flatMap((topic, partition) => this.submit(new FollowConversations(partition, topic.slice(from, this.offsets[partition]))));
  }

  deliverCommands(nth: number): void {
    const conversation = this.pick(this.conversations, nth);
    for (const command of conversation?.inbox.splice(0) ?? []) this.handle(conversation!, command);
  }

  answer(nth: number, how: 'accept' | 'reject'): void {
    const open = this.conversations.flatMap((conversation) => [...conversation.waits].flatMap(([wait, { offer }]) => (offer ? [{ conversation, wait, offer }] : [])));
    const chosen = this.pick(open, nth);
    if (!chosen) return;
    const { conversation, wait, offer } = chosen;
    if (how === 'reject') return this.close(conversation, wait, 'OfferRejected');
    conversation.waits.delete(wait);
    conversation.legs.set(offer.offerId, { agentId: offer.agentId, state: 'active' });
    const { offerId, kind, agentId, queueId } = offer;
    this.say(conversation, { type: 'Accepted', offerId, kind, legId: offerId, agentId, agentName: agentId, queueId, acceptedAt: toIso(this.nowMs), waitedMs: 0 });
  }

  end(nth: number): void {
    const conversation = this.pick(this.conversations.filter(({ ended }) => !ended), nth);
    if (!conversation) return;
    for (const { offer } of conversation.waits.values()) if (offer) this.say(conversation, this.closing('OfferWithdrawn', offer));
    conversation.waits.clear();
    conversation.ended = true;
    this.say(conversation, { type: 'Ended', endedBy: { kind: 'customer' }, reason: 'customer-left', lastStatus: 'active', endedAt: toIso(this.nowMs) });
    this.leave(conversation);
    this.closeIfDone(conversation);
  }

  wrapUp(nth: number): void {
    const owing = this.conversations.flatMap((conversation) => [...conversation.legs].flatMap(([legId, leg]) => (leg.state === 'wrapping-up' ? [{ conversation, legId, leg }] : [])));
    const chosen = this.pick(owing, nth);
    if (!chosen) return;
    const { conversation, legId, leg } = chosen;
    leg.state = 'closed';
    const at = toIso(this.nowMs);
    this.say(conversation, { type: 'WrapUpApplied', legId, agentId: leg.agentId, reasonId: 'none', automatic: false, startedAt: at, appliedAt: at });
    this.closeIfDone(conversation);
  }

  transfer(nth: number, queueId: string): void {
    const conversation = this.pick(this.active(), nth);
    if (conversation) this.queue(conversation, queueId, 'transfer', this.leave(conversation));
  }

  /** A transfer to a queue is taken back: the agent who asked goes on, unless their wrap-up is given. */
  cancelTransfer(nth: number): void {
    const conversation = this.pick(this.conversations.filter(({ ended, waits }) => !ended && waits.get('owner')?.by !== undefined), nth);
    if (!conversation) return;
    const { by, offer } = conversation.waits.get('owner')!;
    if (offer) this.say(conversation, this.closing('OfferWithdrawn', offer));
    conversation.waits.delete('owner');
    const at = toIso(this.nowMs);
    this.say(conversation, { type: 'TransferDropped', transferId: 't', cause: 'cancelled', outcome: 'restored', droppedAt: at });
    const [legId, leg] = [...conversation.legs].findLast(([, { agentId }]) => agentId === by)!;
    if (leg.state !== 'wrapping-up') return this.queue(conversation, 'support', 'queue');
    leg.state = 'active';
    this.say(conversation, { type: 'WrapUpCancelled', legId, agentId: leg.agentId, cancelledAt: at });
  }

  /** A transfer to one agent, for whom routing holds a place first. */
  transferTo(nth: number, agentId: string): void {
    const conversation = this.pick(this.active(), nth);
    if (!conversation) return;
    const offerId = `direct-${++this.names}`;
    this.submit(new HoldPlace({ offerId, conversationId: conversation.id, agentId, queueId: 'support', kind: 'transfer' }));
    if (this.state.places.get(offerId)?.agentId !== agentId) return;
    this.leave(conversation);
    this.offer(conversation, { offerId, agentId, queueId: 'support', kind: 'transfer' });
  }

  askColleague(nth: number, queueId: string): void {
    const conversation = this.pick(this.active().filter(({ waits }) => !waits.has('conference')), nth);
    if (conversation) this.queue(conversation, queueId, 'conference');
  }

  /** Time passes; the conversations' timers and then routing's go off. */
  wait(ms: number): void {
    this.nowMs += ms;
    for (const conversation of this.conversations)
      for (const [wait, { offer }] of [...conversation.waits]) if (offer && offer.expiresAtMs <= this.nowMs) this.close(conversation, wait, 'OfferMissed');
    this.submit(new ExpireReservations());
    this.submit(new ExpireConnections());
  }

  remind(): void {
    this.publish(remindConversations(this.state));
  }

  /** The process ends and another one starts from a snapshot. */
  restart(): void {
    this.state = restore(JSON.parse(JSON.stringify(takeSnapshot(this.state))), this.roster);
  }

  /** Everything that is under way arrives; nobody answers anything. */
  settle(): void {
    for (let round = 0; round < 10; round += 1) {
      for (let partition = 0; partition < PARTITIONS; partition += 1) this.deliverEvents(partition, Infinity);
      this.remind();
      for (let nth = 0; nth < this.conversations.length; nth += 1) this.deliverCommands(nth);
    }
    for (let partition = 0; partition < PARTITIONS; partition += 1) this.deliverEvents(partition, Infinity);
  }

  private active = () => this.conversations.filter(({ ended, waits, legs }) => !ended && !waits.has('owner') && [...legs.values()].some(({ state }) => state === 'active'));

  private pick = <T>(from: readonly T[], nth: number): T | undefined => from[nth % Math.max(1, from.length)];

  private publish(commands: readonly ConversationCommand[]): void {
    for (const command of commands) this.conversations.find(({ id }) => id === command.conversationId)?.inbox.push(command);
  }

  private say({ id, partition }: Conversation, event: ConversationEvent): void {
    this.position += 1;
    this.topic[partition]!.push({ conversationId: id, position: this.position, event });
  }

  /** Every agent who is in is out and owes a wrap-up. @returns the last of them */
  private leave(conversation: Conversation): string | undefined {
    const at = toIso(this.nowMs);
    let last: string | undefined;
    for (const [legId, leg] of conversation.legs) {
      if (leg.state !== 'active') continue;
      leg.state = 'wrapping-up';
      last = leg.agentId;
      this.say(conversation, { type: 'WrapUpStarted', legId, agentId: leg.agentId, startedAt: at, dueAt: at, defaultReason: 'none', allowedReasons: [] });
    }
    return last;
  }

  private queue(conversation: Conversation, queueId: string, purpose: OfferKind, by?: string): void {
    const entryId = `${conversation.id}/${++this.names}`;
    conversation.waits.set(purpose === 'conference' ? 'conference' : 'owner', { entryId, queueId, kind: purpose, ...(by !== undefined && { by }) });
    const [arrivedAt, queuedAt] = [toIso(conversation.arrivedAtMs), toIso(this.nowMs)];
    this.say(conversation, { type: 'Queued', entryId, purpose, queueId, queueName: queueId, reason: 'new', priority: 0, arrivedAt, queuedAt, serviceLevelSeconds: 60, ...(by !== undefined && { requestedById: by }) });
  }

  private handle(conversation: Conversation, command: ConversationCommand): void {
    if (command.type === 'WithdrawOffer') {
      for (const [wait, { offer }] of conversation.waits) if (offer?.offerId === command.offerId) return this.close(conversation, wait, 'OfferWithdrawn');
      return this.notMade(conversation, command.offerId);
    }
    if (command.type === 'ReleaseAgent') return this.release(conversation, command.legId!);
    const wait = conversation.waits.get(command.kind === 'conference' ? 'conference' : 'owner');
    if (!wait || wait.offer || wait.entryId !== command.entryId || conversation.asked.has(command.offerId)) return;
    this.offer(conversation, command);
  }

  /** What was never offered never will be. */
  private notMade(conversation: Conversation, offerId: string): void {
    if (conversation.asked.has(offerId)) return;
    if (conversation.ended) return void this.submit(new LetPlaceGo(offerId));
    conversation.asked.add(offerId);
    this.say(conversation, { type: 'OfferNotMade', offerId, decidedAt: toIso(this.nowMs) });
  }

  /** The agent is out; whom nobody else has waits again. */
  private release(conversation: Conversation, lostId: string): void {
    const leg = conversation.legs.get(lostId);
    if (leg?.state !== 'active') return;
    const others = [...conversation.legs].some(([legId, { state }]) => legId !== lostId && state === 'active');
    const at = toIso(this.nowMs);
    leg.state = 'wrapping-up';
    this.say(conversation, { type: 'WrapUpStarted', legId: lostId, agentId: leg.agentId, startedAt: at, dueAt: at, defaultReason: 'none', allowedReasons: [] });
    if (others) return;
    const request = conversation.waits.get('conference');
    if (request?.offer) this.say(conversation, this.closing('OfferWithdrawn', request.offer));
    if (conversation.waits.delete('conference')) this.say(conversation, { type: 'ConferenceRequestDropped', requestId: 'r', cause: 'cancelled', droppedAt: at });
    this.queue(conversation, 'support', 'queue');
  }

  private offer(conversation: Conversation, { offerId, agentId, queueId, kind, entryId }: Omit<OpenOffer, 'expiresAtMs'> & { entryId?: string }): void {
    const expiresAtMs = this.nowMs + (this.roster.queues.get(queueId)?.offerTimeoutSeconds ?? 30) * 1000;
    const wait = kind === 'conference' ? 'conference' : 'owner';
    conversation.asked.add(offerId);
    conversation.waits.set(wait, { ...conversation.waits.get(wait), queueId, kind, offer: { offerId, agentId, queueId, kind, expiresAtMs } });
    const people = { agentName: agentId, queueName: queueId, customerName: '', customerPhone: '', sourceNumber: '' };
    const times = { receivedAt: toIso(conversation.arrivedAtMs), offeredAt: toIso(this.nowMs), expiresAt: toIso(expiresAtMs) };
    this.say(conversation, { type: 'Offered', offerId, agentId, queueId, kind, ...(entryId !== undefined && { entryId }), ...people, ...times });
  }

  private close(conversation: Conversation, wait: 'owner' | 'conference', how: 'OfferMissed' | 'OfferRejected' | 'OfferWithdrawn'): void {
    const { offer, queueId, kind, by } = conversation.waits.get(wait)!;
    this.say(conversation, this.closing(how, offer!));
    this.queue(conversation, queueId, kind, by);
  }

  private closing(type: 'OfferMissed' | 'OfferRejected' | 'OfferWithdrawn', { offerId, kind, agentId, queueId }: OpenOffer): ConversationEvent {
    const at = toIso(this.nowMs);
    const part = { offerId, kind, agentId, queueId };
    if (type === 'OfferMissed') return { type, ...part, missedAt: at };
    if (type === 'OfferRejected') return { type, ...part, rejectedAt: at };
    return { type, ...part, cause: 'superseded', withdrawnAt: at };
  }

  private closeIfDone(conversation: Conversation): void {
    if (conversation.ended && [...conversation.legs.values()].every(({ state }) => state === 'closed')) this.say(conversation, { type: 'ConversationClosed', closedAt: toIso(this.nowMs) });
  }
}
