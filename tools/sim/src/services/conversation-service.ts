import { type ConversationEvent, type ConversationView, ConversationCommand as CommandRecord, evolveView, toMs, TOPICS } from '@parley/contracts';
import { type ConversationCommand, conversationIdOf, ExpireConference, ExpireOffer, ExpireWrapUp, isUnheardOf, OfferConversation, OverflowQueue, ReleaseAgent, type Timer, WithdrawOffer } from '@parley/conversation/domain';
import { type BusRecord, derivedId, type RecordedEvent } from '@parley/event-sourcing';
import { Consumer } from '../engine/consumer';
import type { Kernel } from '../engine/kernel';
import type { Parts } from '../parts';
import type { World } from '../world';
import { ConversationNode, type Served } from './conversation-node';
import { Inbound } from './inbound';
import { Relay } from './relay';

interface Armed extends Timer {
  readonly conversationId: string;
  readonly fireAtMs: number;
}

const PROJECTED_MAX = 20;
const RETRY_MS = 5_000;
export const CONVERSATION_NODES = ['conversation-0', 'conversation-1'] as const;

/** The conversation service: two processes, their tables, the read model with its deadlines, the relay. */
export class ConversationService {
  readonly views = new Map<string, ConversationView>();
  readonly timers = new Map<string, Armed>();
  readonly nodes: readonly ConversationNode[];
  readonly consumers: readonly Consumer[];
  readonly relay: Relay;
  projectedTo = 0;
  /** Routing's own call: it gives up the place for this offer. */
  letGo: (offerId: string) => string = () => 'nobody lets go';

  constructor(
    private readonly kernel: Kernel,
    private readonly world: World,
    private readonly parts: Parts,
    served: Served,
  ) {
    const recovered = () => this.wakeAll();
    this.nodes = CONVERSATION_NODES.map((name) => new ConversationNode(name, kernel, parts.conversationDecider(world.rules), { served, recovered }));
    for (const node of this.nodes) kernel.add(node);
    const inbound = new Inbound(kernel, world, parts);
    const options = { group: 'conversation', members: CONVERSATION_NODES, lagMs: world.temper.lagMs, commitsFirst: parts.consumersCommitFirst };
    this.consumers = [
      new Consumer(kernel, { ...options, topic: TOPICS.channelInbound, handle: (records, process) => inbound.receive(records, this.nodeOf(process)) }),
      new Consumer(kernel, { ...options, topic: TOPICS.conversationCommands, handle: (records, process) => records.map((record) => this.command(record, process)).join(' ') }),
    ];
    this.relay = new Relay(kernel, { name: 'conversation relay', category: 'conversation', members: CONVERSATION_NODES, toRecord: parts.conversationRecord, savesFirst: parts.relaySavesFirst });
  }

  /** A process that answers calls; none while all are down. */
  upNode(chance: number): ConversationNode | undefined {
    const up = this.nodes.filter(({ name }) => this.kernel.isUp(name));
    return up[Math.floor(chance * up.length)];
  }

  wakeProjection(): void {
    this.kernel.agenda.wake('read model', this.kernel.nowMs + this.kernel.delay(this.world.temper.lagMs, 'projection', this.projectedTo), () => this.project());
  }

  /** A deadline is proposed whatever the time is: the conversation must know better. */
  fireAny(chance: number): string | undefined {
    const armed = [...this.timers.values()];
    const timer = armed[Math.floor(chance * armed.length)];
    return timer && this.fire(timer);
  }

  private wakeAll(): void {
    for (const consumer of this.consumers) consumer.wakeAll();
    this.wakeProjection();
    this.wakeTimers();
    this.relay.wake();
  }

  private nodeOf = (process: string): ConversationNode => this.nodes.find(({ name }) => name === process)!;

  private command({ value }: BusRecord, process: string): string {
    const { command, commandId } = toCommand(CommandRecord.parse(value), this.kernel.nowMs);
    const node = this.nodeOf(process);
    const said = `${command.type} ${node.execute(command, commandId)}`;
    const isOver = command.type === 'WithdrawOffer' && isUnheardOf(node.state(command.conversationId), command.offerId);
    return isOver ? `${said}, place ${this.letGo(command.offerId)}` : said;
  }

  private project(): string | undefined {
    const node = this.upNode(0);
    const events = this.kernel.log.after(this.projectedTo, 'conversation', PROJECTED_MAX);
    if (!node || events.length === 0) return undefined;
    const views = this.folded(events);
    this.kernel.faults.pass(node.name, 'projecting');
    for (const [id, view] of views) {
      this.views.set(id, view);
      this.saveTimers(view);
    }
    this.projectedTo = events.at(-1)!.position;
    this.wakeTimers();
    this.wakeProjection();
    return `reaches ${this.projectedTo}`;
  }

  private folded(events: readonly RecordedEvent[]): Map<string, ConversationView> {
    const views = new Map<string, ConversationView>();
    for (const { stream, revision, data } of events) {
      const conversationId = conversationIdOf(stream);
      const before = views.get(conversationId) ?? this.views.get(conversationId);
      if (before && before.revision >= revision) continue;
      views.set(conversationId, evolveView(before, data as ConversationEvent, { conversationId, revision }));
    }
    return views;
  }

  private saveTimers(view: ConversationView): void {
    const wanted = new Map(this.parts.timersOf(view).map((timer) => [`${timer.kind}/${timer.key}`, timer]));
    for (const [key, { conversationId }] of this.timers) if (conversationId === view.conversationId && !wanted.has(key)) this.timers.delete(key);
    for (const [key, timer] of wanted)
      if (this.timers.get(key)?.dueAt !== timer.dueAt) this.timers.set(key, { ...timer, conversationId: view.conversationId, fireAtMs: toMs(timer.dueAt) });
  }

  private wakeTimers(): void {
    const next = Math.min(...[...this.timers.values()].map(({ fireAtMs }) => fireAtMs));
    if (next === Infinity) return;
    this.kernel.agenda.wake('deadlines', Math.max(next, this.kernel.nowMs) + this.kernel.delay(this.world.temper.lagMs, 'timers', next), () => this.fireDue());
  }

  private fireDue(): string | undefined {
    if (!this.upNode(0)) return undefined;
    const due = [...this.timers].filter(([, { fireAtMs }]) => fireAtMs <= this.kernel.nowMs);
    for (const [key, timer] of due) this.timers.set(key, { ...timer, fireAtMs: this.kernel.nowMs + RETRY_MS });
    this.wakeTimers();
    return due.length > 0 ? due.map(([, timer]) => this.fire(timer)).join(' ') : undefined;
  }

  private fire(timer: Armed): string {
    const node = this.upNode(this.kernel.luck('timer', timer.key, this.kernel.nowMs));
    if (!node) return `${timer.kind} later`;
    this.kernel.faults.pass(node.name, 'firing a deadline');
    return `${timer.kind} ${node.answer(expiry(timer, this.kernel.nowMs), derivedId('expire', timer.kind, timer.key, this.kernel.nowMs))}`;
  }
}

function toCommand({ type, conversationId, ...rest }: CommandRecord, nowMs: number): { command: ConversationCommand; commandId: string } {
  if ('entryId' in rest) return { command: new OfferConversation(conversationId, rest, nowMs), commandId: derivedId(type, rest.offerId) };
  if ('offerId' in rest) return { command: new WithdrawOffer(conversationId, rest.offerId, rest.cause, nowMs), commandId: derivedId(type, rest.offerId) };
  const { agentId, legId } = rest;
  return { command: new ReleaseAgent(conversationId, agentId, nowMs, legId), commandId: derivedId(type, conversationId, agentId, legId ?? nowMs) };
}

function expiry({ kind, key, conversationId }: Armed, nowMs: number): ConversationCommand {
  if (kind === 'offer') return new ExpireOffer(conversationId, key, nowMs);
  if (kind === 'conference') return new ExpireConference(conversationId, key, nowMs);
  if (kind === 'overflow') return new OverflowQueue(conversationId, key, nowMs);
  return new ExpireWrapUp(conversationId, key, nowMs);
}
