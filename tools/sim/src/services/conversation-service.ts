import { TOPICS } from '@parley/contracts';
import { expiryOf } from '@parley/conversation/domain';
import type { Kernel } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { Consumer } from '../plumbing/consumer';
import { Leadership } from '../plumbing/leadership';
import type { World } from '../world';
import { ConversationNode, type Served } from './conversation-node';
import { InboundTables } from './inbound-tables';
import { type Armed, ReadModel } from './read-model';
import { Relaying } from './relaying';

const RETRY_MS = 5_000;
export const CONVERSATION_NODES = ['conversation-0', 'conversation-1'] as const;

/** The conversation service: two processes, their tables, the read model with its deadlines, the relay. */
export class ConversationService {
  readonly readModel: ReadModel;
  readonly nodes: readonly ConversationNode[];
  readonly consumers: readonly Consumer[];
  readonly relay: Leadership;

  constructor(
    private readonly kernel: Kernel,
    private readonly world: World,
    parts: Parts,
    told: { readonly served: Served; readonly letGo: (offerId: string) => Promise<void> },
  ) {
    const tables = new InboundTables(parts.inboundKnowsRepeats);
    this.readModel = new ReadModel(kernel, parts.timersOf, () => this.wakeTimers());
    const options = { world, parts, tables, ...told, started: (life: Life) => this.readModel.follow(life) };
    this.nodes = CONVERSATION_NODES.map((name) => new ConversationNode(name, kernel, options));
    for (const node of this.nodes) kernel.add(node);
    const group = { group: 'conversation', members: CONVERSATION_NODES, lagMs: world.temper.lagMs, deliver: parts.deliver };
    this.consumers = [
      new Consumer(kernel, { ...group, topic: TOPICS.channelInbound, handle: (records, { process }) => this.nodeOf(process).receive(records) }),
      new Consumer(kernel, { ...group, topic: TOPICS.conversationCommands, handle: (records, { process }) => this.nodeOf(process).obey(records) }),
    ];
    const relaying = new Relaying(kernel, { category: 'conversation', toRecord: parts.conversationRecord, run: parts.runRelay });
    this.relay = new Leadership(kernel, { name: 'conversation relay', members: CONVERSATION_NODES, run: (life, signal) => relaying.run(life, signal) });
  }

  /** A process that answers calls; none while all are down. */
  upNode(chance: number): ConversationNode | undefined {
    const up = this.nodes.filter(({ name }) => this.kernel.isUp(name));
    return up[Math.floor(chance * up.length)];
  }

  /** A deadline is proposed whatever the time is: the conversation must know better. */
  fireAny(chance: number): Promise<string> | undefined {
    const armed = [...this.readModel.timers.values()];
    const timer = armed[Math.floor(chance * armed.length)];
    return timer && this.fire(timer);
  }

  wakeTimers(): void {
    const next = Math.min(...[...this.readModel.timers.values()].map(({ fireAtMs }) => fireAtMs));
    if (next === Infinity) return;
    this.kernel.agenda.wake('deadlines', Math.max(next, this.kernel.nowMs) + this.kernel.delay(this.world.temper.lagMs, 'timers', next), () => this.fireDue());
  }

  private nodeOf = (process: string): ConversationNode => this.nodes.find(({ name }) => name === process)!;

  /** As the database claims them: what fires is put off. */
  private async fireDue(): Promise<string | undefined> {
    if (!this.upNode(0)) return undefined; // woken when one is back
    const { timers } = this.readModel;
    const due = [...timers].filter(([, { fireAtMs }]) => fireAtMs <= this.kernel.nowMs);
    for (const [key, timer] of due) timers.set(key, { ...timer, fireAtMs: this.kernel.nowMs + RETRY_MS });
    this.wakeTimers();
    return due.length > 0 ? (await Promise.all(due.map(([, timer]) => this.fire(timer)))).join(' ') : undefined;
  }

  private async fire(timer: Armed): Promise<string> {
    const node = this.upNode(this.kernel.luck('timer', timer.key, this.kernel.nowMs));
    if (!node) return `${timer.kind} later`;
    const { command, commandId } = expiryOf(timer, this.kernel.nowMs);
    return `${timer.kind} ${await node.fire(command, commandId)}`;
  }
}
