import { type AgentEvent, TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { followRecords, type RoutingInput, type RoutingState } from '@parley/routing/domain';
import type { Kernel } from '../engine/kernel';
import type { Parts } from '../parts';
import { Consumer } from '../plumbing/consumer';
import { Leadership } from '../plumbing/leadership';
import { agentEventOf } from '../plumbing/published';
import type { World } from '../world';
import { Relaying } from './relaying';
import { RoutingNode, type Snapshots } from './routing-node';

export const ROUTING_NODES = ['routing-0', 'routing-1'] as const;

/** Routing: two processes on one stream, their relay, and what others know of agents from it. */
export class RoutingService {
  readonly nodes: readonly RoutingNode[];
  readonly consumers: readonly Consumer[];
  readonly relay: Leadership;
  readonly snapshots: Snapshots = {};
  /** The newest published event of each agent, as a live screen keeps it. */
  readonly agents = new Map<string, { readonly position: number; readonly event: AgentEvent }>();
  private wakeReminders: () => void = () => undefined;

  constructor(
    private readonly kernel: Kernel,
    world: World,
    parts: Parts,
    served: (state: RoutingState) => void,
  ) {
    this.nodes = ROUTING_NODES.map((name) => new RoutingNode(name, kernel, { world, parts, snapshots: this.snapshots, served }));
    for (const node of this.nodes) kernel.add(node);
    const options = { members: ROUTING_NODES, lagMs: world.temper.lagMs, deliver: parts.deliver };
    this.consumers = [
      new Consumer(kernel, { ...options, group: 'routing', topic: TOPICS.conversationEvents, handle: (records, { process }) => this.follow(records, process) }),
      new Consumer(kernel, { ...options, group: 'screens', topic: TOPICS.agentEvents, handle: async (records) => this.show(records) }),
    ];
    const relaying = new Relaying(kernel, { category: 'routing', toRecord: parts.agentRecord, run: parts.runRelay });
    this.relay = new Leadership(kernel, {
      name: 'routing relay',
      members: ROUTING_NODES,
      run: (life, signal) => {
        this.wakeReminders = this.nodeOf(life.process).remind(signal);
        this.wakeReminders();
        return relaying.run(life, signal);
      },
    });
  }

  upNode(chance: number): RoutingNode | undefined {
    const up = this.nodes.filter(({ name }) => this.kernel.isUp(name));
    return up[Math.floor(chance * up.length)];
  }

  /** A call to one of the processes; a refusal is an answer. @throws Crashed */
  async call(input: RoutingInput, chance: number): Promise<string> {
    return (await this.upNode(chance)?.answer(input)) ?? 'refused unavailable';
  }

  /** Something was appended that may be due some time. */
  wakeTimers(): void {
    this.wakeReminders();
    for (const node of this.nodes) if (this.kernel.isUp(node.name)) node.wakeTimers();
  }

  private nodeOf = (process: string): RoutingNode => this.nodes.find(({ name }) => name === process)!;

  private follow(records: readonly BusRecord[], process: string): Promise<void> {
    const node = this.nodeOf(process);
    return followRecords(records, (input) => node.submit(input));
  }

  private show(records: readonly BusRecord[]): void {
    for (const record of records) {
      const { subject, position, event } = agentEventOf(record);
      if ((this.agents.get(subject)?.position ?? 0) < position) this.agents.set(subject, { position, event });
    }
  }
}
