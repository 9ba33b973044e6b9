import { type AgentEvent, Refused, TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { FollowConversations, isFollowed, type RoutingInput, type RoutingState } from '@parley/routing/domain';
import { Consumer } from '../engine/consumer';
import type { Kernel } from '../engine/kernel';
import { agentEventOf, conversationEventOf } from '../engine/published';
import type { Parts } from '../parts';
import type { World } from '../world';
import { Relay } from './relay';
import { RoutingNode, type Snapshots } from './routing-node';

export const ROUTING_NODES = ['routing-0', 'routing-1'] as const;

/** Routing: two processes on one stream, their relay, and what others know of agents from it. */
export class RoutingService {
  readonly nodes: readonly RoutingNode[];
  readonly consumers: readonly Consumer[];
  readonly relay: Relay;
  readonly snapshots: Snapshots = {};
  /** The newest published event of each agent, as a live screen keeps it. */
  readonly agents = new Map<string, { readonly position: number; readonly event: AgentEvent }>();

  constructor(
    private readonly kernel: Kernel,
    world: World,
    parts: Parts,
    served: (state: RoutingState) => void,
  ) {
    const recovered = () => {
      this.relay.wake();
      for (const consumer of this.consumers) consumer.wakeAll();
    };
    this.nodes = ROUTING_NODES.map((name) => new RoutingNode(name, kernel, { world, parts, snapshots: this.snapshots, served, recovered }));
    for (const node of this.nodes) kernel.add(node);
    const options = { members: ROUTING_NODES, lagMs: world.temper.lagMs, commitsFirst: parts.consumersCommitFirst };
    this.consumers = [
      new Consumer(kernel, { ...options, group: 'routing', topic: TOPICS.conversationEvents, handle: (records, process) => this.follow(records, process) }),
      new Consumer(kernel, { ...options, group: 'screens', topic: TOPICS.agentEvents, handle: (records) => this.show(records) }),
    ];
    this.relay = new Relay(kernel, { name: 'routing relay', category: 'routing', members: ROUTING_NODES, toRecord: parts.agentRecord, savesFirst: parts.relaySavesFirst });
  }

  upNode(chance: number): RoutingNode | undefined {
    const up = this.nodes.filter(({ name }) => this.kernel.isUp(name));
    return up[Math.floor(chance * up.length)];
  }

  /** A call to one of the processes; a refusal is an answer. */
  call(input: RoutingInput, chance: number): string {
    const node = this.upNode(chance);
    if (!node) return 'refused unavailable';
    try {
      return node.submit(input).said;
    } catch (error) {
      if (error instanceof Refused) return `refused ${error.code}`;
      throw error;
    }
  }

  wakeNews(): void {
    this.relay.wake();
    for (const node of this.nodes) node.wakeNews();
  }

  private follow(records: readonly BusRecord[], process: string): string {
    const happened = records.flatMap((record) => {
      const { subject: conversationId, position, event } = conversationEventOf(record);
      return isFollowed(event) ? [{ conversationId, position, event }] : [];
    });
    if (happened.length === 0) return 'nothing to follow';
    return this.nodes.find(({ name }) => name === process)!.submit(new FollowConversations(records[0]!.partition, happened)).said;
  }

  private show(records: readonly BusRecord[]): string {
    for (const record of records) {
      const { subject, position, event } = agentEventOf(record);
      if ((this.agents.get(subject)?.position ?? 0) < position) this.agents.set(subject, { position, event });
    }
    return `shows ${records.length}`;
  }
}
