import type { InboundMessage } from '@parley/contracts';
import { toIso, TOPICS } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import { LetPlaceGo, NoteConnection } from '@parley/routing/domain';
import { ConversationAudit } from './audit/conversation-audit';
import { checkWhenQuiet } from './audit/quiet-audit';
import { RelayAudit } from './audit/relay-audit';
import { ReplayAudit } from './audit/replay-audit';
import { RoutingAudit } from './audit/routing-audit';
import { pick } from './engine/dice';
import { Kernel, NOON } from './engine/kernel';
import { must } from './engine/violation';
import { type Parts, REAL_PARTS } from './parts';
import { Agents } from './people/agents';
import type { Item } from './plan';
import { PARTITIONS } from './plumbing/bus';
import type { Consumer } from './plumbing/consumer';
import type { Leadership } from './plumbing/leadership';
import { ChannelService } from './services/channel-service';
import { ConversationService } from './services/conversation-service';
import { ReportingService } from './services/reporting-service';
import { RoutingService } from './services/routing-service';
import type { World } from './world';

const QUIET_WITHIN_MS = 2 * 3_600_000;
const ROUND_MS = 4_000;
const ROUNDS_MAX = 400;

/** The whole product in one process on a virtual clock: its real rules and plumbing on a log and a broker of our own, and the auditors. */
export class Simulation {
  readonly kernel: Kernel;
  readonly conversation: ConversationService;
  readonly routing: RoutingService;
  readonly reporting: ReportingService;
  readonly channel: ChannelService;
  readonly consumers: readonly Consumer[];
  private readonly relays: readonly Leadership[];
  private readonly agents: Agents;
  private readonly audits: { conversations: ConversationAudit; routing: RoutingAudit; relay: RelayAudit };
  private readonly replay = new ReplayAudit();

  constructor(
    seed: number,
    private readonly world: World,
    private readonly parts: Parts = REAL_PARTS,
  ) {
    this.kernel = new Kernel(seed, world.temper);
    this.conversation = new ConversationService(this.kernel, world, parts, { served: this.replay.served, letGo: (offerId) => this.letGo(offerId) });
    this.routing = new RoutingService(this.kernel, world, parts, this.replay.servedRouting);
    this.reporting = new ReportingService(this.kernel, world, parts);
    this.channel = new ChannelService(this.kernel, world, parts);
    this.consumers = [...this.conversation.consumers, ...this.routing.consumers, this.reporting.consumer, this.channel.consumer];
    this.relays = [this.conversation.relay, this.routing.relay];
    this.agents = new Agents(this.kernel, world, { conversation: this.conversation, routing: this.routing });
    const conversations = new ConversationAudit();
    this.audits = { conversations, routing: new RoutingAudit(world.config, conversations.entries), relay: new RelayAudit() };
    this.kernel.onAppend = (events) => this.appended(events);
    this.kernel.onPublish = (topic, partition) => this.published(topic, partition);
    this.kernel.onChange = () => this.changed();
  }

  /** Everything in the plan happens, then everything under way comes to rest, then the agents finish their work. @throws Violation */
  run(plan: readonly Item[]): Promise<void> {
    return this.kernel.onItsTime(() => this.live(plan).finally(() => this.kernel.close()));
  }

  private async live(plan: readonly Item[]): Promise<void> {
    this.kernel.startAll();
    for (const agentId of this.world.agents) this.connect(agentId, 1);
    for (const item of plan) this.kernel.agenda.at(NOON + item.atMs, item.kind, () => this.happen(item));
    await this.kernel.run(NOON + (plan.at(-1)?.atMs ?? 0));
    this.calm();
    await this.rest();
    await this.finish();
    await this.rest();
    const unfinished = [...this.audits.conversations.all.values()].filter(({ closed }) => !closed);
    must(unfinished.length === 0, 'nothing-stuck', () => `nobody can finish ${unfinished.map(({ conversationId }) => conversationId).join(', ')}`);
    this.replay.check(this.kernel.log, this.parts.conversationDecider(this.world.rules), this.parts.rosterOf(this.world.config));
  }

  private happen(item: Item): string | undefined | Promise<string | undefined> {
    switch (item.kind) {
      case 'message':
        return this.channel.webhook(this.messageOf(item));
      case 'act':
        return this.agents.act(item.agentId, item.dice, item.id).then((said) => `${item.agentId} ${said}`);
      case 'supervise':
        return this.agents.supervise(item.dice, item.id);
      case 'lose':
        return this.lose(item.dice);
      case 'crash':
        this.kernel.downMs.set(item.process, item.downMs);
        if (item.point === 'rest') return this.kernel.crash(item.process, item.point);
        this.kernel.faults.arm(item.process, { point: item.point, passes: item.passes });
        return `${item.process} will crash at ${item.point}`;
      case 'trouble':
        this.kernel.faults.arm(item.process, { point: item.point, passes: item.passes, times: item.times });
        return `${item.process} will get no answer ${item.times} times: ${item.point}`;
      case 'deadline':
        return this.conversation.fireAny(item.dice[0]!);
      default:
        return this.disturb(item.kind, item.dice);
    }
  }

  /** An agent's live stream ends; it comes back in time, too late, or when all is over. */
  private lose([which = 0, where = 0, much = 0]: readonly number[]): Promise<string> {
    const agentId = pick(this.world.agents, which)!;
    const graceMs = this.world.config.connectionGraceSeconds * 1000;
    const note = (connected: boolean, chance: number) => this.routing.call(new NoteConnection(agentId, 'gateway', connected), chance);
    const back = () => note(true, much).then((said) => `${agentId} is back: ${said}`);
    if (much < 0.8) this.kernel.agenda.at(this.kernel.nowMs + Math.floor(much * 2 * graceMs), 'stream', back);
    return note(false, where).then((said) => `${agentId} is gone: ${said}`);
  }

  /** The gateway says so until routing has heard it. */
  private connect(agentId: string, inMs: number): void {
    this.kernel.agenda.at(this.kernel.nowMs + inMs, 'stream', async () => {
      const said = await this.routing.call(new NoteConnection(agentId, 'gateway', true), 0);
      if (said.startsWith('refused')) this.connect(agentId, 1_000);
      return `${agentId} ${said}`;
    });
  }

  /** A conversation tells routing; if it cannot, routing asks again. */
  private async letGo(offerId: string): Promise<void> {
    await this.routing.call(new LetPlaceGo(offerId), this.kernel.luck('let go', offerId)).catch(() => undefined);
  }

  private disturb(kind: 'rewind' | 'stall' | 'zombie', [which = 0, where = 0, much = 0]: readonly number[]): string | undefined {
    if (kind === 'zombie' && much < 0.3) return pick(this.relays, which)!.zombie(where);
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
    this.kernel.startAll();
    for (const agentId of this.world.agents) this.connect(agentId, 1);
    for (const consumer of this.consumers) consumer.goOn();
  }

  private async rest(): Promise<void> {
    await this.kernel.run(this.kernel.nowMs + QUIET_WITHIN_MS);
    must(this.kernel.agenda.isEmpty, 'nothing-stuck', () => 'it never comes to rest');
    checkWhenQuiet(this, this.audits);
  }

  private async finish(): Promise<void> {
    const { all } = this.audits.conversations;
    for (let round = 0; round < ROUNDS_MAX && [...all.values()].some(({ closed }) => !closed); round += 1) {
      for (const agentId of this.world.agents) this.kernel.agenda.at(this.kernel.nowMs + 1, `${agentId} finishes`, () => this.agents.finish(agentId, round));
      for (const conversationId of this.audits.routing.refusedByAll())
        this.kernel.agenda.at(this.kernel.nowMs + 1, 'a supervisor finishes', () => this.agents.endRefused(conversationId, round));
      await this.kernel.run(this.kernel.nowMs + ROUND_MS);
    }
  }

  private appended(events: readonly RecordedEvent[]): void {
    if (events[0]!.stream.startsWith('conversation-')) return this.audits.conversations.see(events);
    this.audits.routing.see(events);
    this.routing.wakeTimers();
  }

  /** Who has come or gone may lead or own partitions. */
  private changed(): void {
    for (const relay of this.relays) relay.wake();
    for (const consumer of this.consumers) consumer.share();
    this.conversation.wakeTimers();
  }

  private published(topic: string, partition: number): void {
    if (topic === TOPICS.conversationEvents || topic === TOPICS.agentEvents) this.audits.relay.see(this.kernel.bus.log(topic, partition).at(-1)!);
    for (const consumer of this.consumers) if (consumer.options.topic === topic) consumer.wake(partition);
  }
}
