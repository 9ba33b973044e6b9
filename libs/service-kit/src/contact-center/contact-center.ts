import type { AgentConfig, ContactCenterConfig, QueueConfig } from '@parley/contracts';

type NumberConfig = ContactCenterConfig['numbers'][number];

/** The configuration with its look-ups. Immutable: a change needs a restart. */
export class ContactCenter {
  private readonly queueById: ReadonlyMap<string, QueueConfig>;
  private readonly agentById: ReadonlyMap<string, AgentConfig>;
  private readonly numberById: ReadonlyMap<string, NumberConfig>;

  constructor(readonly config: ContactCenterConfig) {
    this.queueById = new Map(config.queues.map((queue) => [queue.id, queue]));
    this.agentById = new Map(config.agents.map((agent) => [agent.id, agent]));
    this.numberById = new Map(config.numbers.map((number) => [number.phoneNumberId, number]));
  }

  queue(id: string): QueueConfig | undefined {
    return this.queueById.get(id);
  }

  agent(id: string): AgentConfig | undefined {
    return this.agentById.get(id);
  }

  number(phoneNumberId: string): NumberConfig | undefined {
    return this.numberById.get(phoneNumberId);
  }
}
