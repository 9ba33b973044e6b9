import type { InboundMessage } from '@parley/contracts';
import { toIso, TOPICS } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import { LetPlaceGo, NoteConnection } from '@parley/routing/domain';
import { ConversationAudit } from './audit/conversation-audit';
import { checkWhenQuiet } from './audit/quiet-audit';
import { RelayAudit } from './audit/relay-audit';
import { ReplayAudit } from './audit/replay-audit';
import { RoutingAudit } from './audit/routing-audit';
import { PARTITIONS } from './engine/bus';
import type { Consumer } from './engine/consumer';
import { pick } from './engine/dice';
import { Kernel, NOON } from './engine/kernel';
import { must } from './engine/violation';
import { type Parts, REAL_PARTS } from './parts';
import { Agents } from './people/agents';
import type { Item } from './plan';
import { ChannelService } from './services/channel-service';
import { ConversationService } from './services/conversation-service';
import { ReportingService } from './services/reporting-service';
import { RoutingService } from './services/routing-service';
import type { World } from './world';

const QUIET_WITHIN_MS = 2 * 3_600_000;
const ROUND_MS = 4_000;
const ROUNDS_MAX = 400;

/** The whole product in one process on a virtual clock: its real rules, its plumbing retold without waiting, and the auditors. */
export class Simulation {
  readonly kernel: Kernel;
  readonly conversation: ConversationService;
  readonly routing: RoutingService;
  readonly reporting: ReportingService;
  readonly channel: ChannelService;
  readonly consumers: readonly Consumer[];
  private readonly agents: Agents;
  private readonly audits: { conversations: ConversationAudit; routing: RoutingAudit; relay: RelayAudit };
  private readonly replay = new ReplayAudit();

  constructor(
    seed: number,
    private readonly world: World,
    private readonly parts: Parts = REAL_PARTS,
  ) {
    this.kernel = new Kernel(seed);
    this.conversation = new ConversationService(this.kernel, world, parts, this.replay.served);
    this.routing = new RoutingService(this.kernel, world, parts, this.replay.servedRouting);
    this.conversation.letGo = (offerId) => this.routing.call(new LetPlaceGo(offerId), 0);
    this.reporting = new ReportingService(this.kernel, world, parts);
    this.channel = new ChannelService(this.kernel, world);
    this.consumers = [...this.conversation.consumers, ...this.routing.consumers, this.reporting.consumer, this.channel.consumer];
    this.agents = new Agents(this.kernel, world, { conversation: this.conversation, routing: this.routing });
    const conversations = new ConversationAudit();
    this.audits = { conversations, routing: new RoutingAudit(world.config, conversations.entries), relay: new RelayAudit() };
    this.kernel.onAppend = (events) => this.appended(events);
    this.kernel.onPublish = (topic, partition) => this.published(topic, partition);
  }

  /** Everything in the plan happens, then everything under way comes to rest, then the agents finish their work. @throws Violation */
  run(plan: readonly Item[]): void {
    for (const agentId of this.world.agents) this.kernel.agenda.at(NOON, 'stream', () => `${agentId} ${this.connect(agentId, true, 0)}`);
    for (const item of plan) this.kernel.agenda.at(NOON + item.atMs, item.kind, () => this.happen(item));
    this.kernel.run(NOON + (plan.at(-1)?.atMs ?? 0));
    this.calm();
    this.rest();
    this.finish();
    this.rest();
    const unfinished = [...this.audits.conversations.all.values()].filter(({ closed }) => !closed);
    must(unfinished.length === 0, 'nothing-stuck', () => `nobody can finish ${unfinished.map(({ conversationId }) => conversationId).join(', ')}`);
    this.replay.check(this.kernel.log, this.parts.conversationDecider(this.world.rules), this.parts.rosterOf(this.world.config));
  }

  private happen(item: Item): string | undefined {
    switch (item.kind) {
      case 'message':
        return this.channel.webhook(this.messageOf(item));
      case 'act':
        return `${item.agentId} ${this.agents.act(item.agentId, item.dice, item.id)}`;
      case 'supervise':
        return this.agents.supervise(item.dice, item.id);
      case 'lose':
        return this.lose(item.dice);
      case 'crash':
        this.kernel.downMs.set(item.process, item.downMs);
        if (item.point === 'rest') return this.kernel.crash(item.process, item.point);
        this.kernel.faults.arm(item.process, item);
        return `${item.process} will crash at ${item.point}`;
      case 'deadline':
        return this.conversation.fireAny(item.dice[0]!);
      default:
        return this.disturb(item.kind, item.dice);
    }
  }

  /** An agent's live stream ends; it comes back in time, too late, or when all is over. */
  private lose([which = 0, where = 0, much = 0]: readonly number[]): string | undefined {
    const agentId = pick(this.world.agents, which)!;
    const graceMs = this.world.config.connectionGraceSeconds * 1000;
    const back = () => `${agentId} is back: ${this.connect(agentId, true, much)}`;
    if (much < 0.8) this.kernel.agenda.at(this.kernel.nowMs + Math.floor(much * 2 * graceMs), 'stream', back);
    return `${agentId} is gone: ${this.connect(agentId, false, where)}`;
  }

  private connect = (agentId: string, connected: boolean, chance: number): string => this.routing.call(new NoteConnection(agentId, 'gateway', connected), chance);

  private disturb(kind: 'rewind' | 'stall' | 'zombie', [which = 0, where = 0, much = 0]: readonly number[]): string | undefined {
    const consumer = pick(this.consumers, which)!;
    const partition = Math.floor(where * PARTITIONS);
    if (kind === 'zombie') return consumer.zombie(partition);
    if (kind === 'stall') return consumer.stall(partition, Math.floor(much * this.world.temper.outageMs * 2));
    return consumer.rewind(partition, 1 + Math.floor(much * 10));
  }

  private messageOf({ customer, wamid, messageType, phoneNumberId, atMs }: Extract<Item, { kind: 'message' }>): InboundMessage {
    const at = toIso(NOON + atMs);
    const phone = `+4910${customer}`;
    return { kind: 'message', phoneNumberId, wamid, customer: { phone, name: `Customer ${customer}` }, messageType, text: 'hello', channelTimestamp: at, receivedAt: at, raw: {} };
  }

  private calm(): void {
    this.kernel.faults.disarm();
    this.kernel.restartAll();
    for (const agentId of this.world.agents) this.connect(agentId, true, 0);
    for (const consumer of this.consumers) consumer.goOn();
  }

  private rest(): void {
    this.kernel.run(this.kernel.nowMs + QUIET_WITHIN_MS);
    must(this.kernel.agenda.isEmpty, 'nothing-stuck', () => 'it never comes to rest');
    checkWhenQuiet(this, this.audits);
  }

  private finish(): void {
    const { all } = this.audits.conversations;
    for (let round = 0; round < ROUNDS_MAX && [...all.values()].some(({ closed }) => !closed); round += 1) {
      for (const agentId of this.world.agents) this.kernel.agenda.at(this.kernel.nowMs + 1, `${agentId} finishes`, () => this.agents.finish(agentId, round));
      this.kernel.run(this.kernel.nowMs + ROUND_MS);
    }
  }

  private appended(events: readonly RecordedEvent[]): void {
    if (events[0]!.stream.startsWith('conversation-')) {
      this.audits.conversations.see(events);
      this.conversation.wakeProjection();
      this.conversation.relay.wake();
    } else {
      this.audits.routing.see(events);
      this.routing.wakeNews();
    }
  }

  private published(topic: string, partition: number): void {
    if (topic === TOPICS.conversationEvents || topic === TOPICS.agentEvents) this.audits.relay.see(this.kernel.bus.log(topic, partition).at(-1)!);
    for (const consumer of this.consumers) if (consumer.options.topic === topic) consumer.wake(partition);
  }
}
