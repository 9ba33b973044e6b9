import { Agent } from './agent';
import { agentIds } from './bench-config';

/** A conversation that an agent has accepted. */
export interface Held {
  readonly conversationId: string;
  readonly phone: string;
  readonly agent: Agent;
}

interface Shown {
  readonly conversationId: string;
  readonly status: string;
  readonly customer: { readonly phone: string };
}

/** All agents at work: each accepts whatever is offered, and every customer's message that a live stream shows is told. */
export class Desk {
  readonly held = new Map<string, Held>();
  /** Told the text of a customer's message and when it came. */
  onMessage: (text: string, atMs: number) => void = () => {};
  accepts = 0;
  refusals = 0;
  private constructor(readonly agents: readonly Agent[]) {}

  static async open(url: string): Promise<Desk> {
    const agents: Agent[] = [];
    for (const id of agentIds) agents.push(await Agent.signIn(url, id));
    const desk = new Desk(agents);
    for (const agent of agents) {
      await agent.follow((event, data, atMs) => desk.hear(agent, event, data, atMs));
      await agent.call('PUT', '/api/me/state', { state: 'available' });
    }
    return desk;
  }

  close(): void {
    for (const agent of this.agents) agent.leave();
  }

  private hear(agent: Agent, event: string, data: Record<string, unknown>, atMs: number): void {
    if (event === 'offer.created') this.accept(agent, data as { conversationId: string; offerId: string });
    else if (event === 'conversation.updated') this.note(agent, data as unknown as Shown);
    else if (event === 'snapshot') {
      for (const offer of data['offers'] as { conversationId: string; offerId: string }[]) this.accept(agent, offer);
      for (const shown of data['conversations'] as Shown[]) this.note(agent, shown);
    } else if (event === 'message.added' && data['direction'] === 'inbound') this.onMessage(String(data['text']), atMs);
  }

  private accept(agent: Agent, { conversationId, offerId }: { conversationId: string; offerId: string }): void {
    agent.call('POST', `/api/conversations/${conversationId}/accept`, { offerId }).then(
      (shown) => {
        this.accepts++;
        this.note(agent, shown as Shown);
      },
      () => this.refusals++,
    );
  }

  private note(agent: Agent, { conversationId, status, customer }: Shown): void {
    if (status === 'active') this.held.set(conversationId, { conversationId, phone: customer.phone.replace(/\D/g, ''), agent });
    else this.held.delete(conversationId);
  }
}
