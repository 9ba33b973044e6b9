import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { busProjection } from '@parley/read-store';
import type { Pool } from 'pg';
import { applyAgentEvents } from '../agent-spells/agent-spells.projection';
import { POOL } from '../tokens';
import { applyConversationEvents } from './facts.projection';

const GROUP = 'wrap-up-reporting';
/** The checkpoints' key, before topic and partition. */
export const FACTS = 'facts';

/** Everything that happened becomes facts: rows and offset in one transaction. */
@Controller()
export class FactsController {
  private readonly project: Record<'conversations' | 'agents', (records: readonly BusRecord[]) => Promise<void>>;

  constructor(@Inject(POOL) pool: Pool) {
    this.project = {
      conversations: busProjection({ pool, name: FACTS, apply: applyConversationEvents }),
      agents: busProjection({ pool, name: FACTS, apply: applyAgentEvents }),
    };
  }

  @EventPattern(TOPICS.conversationEvents, { group: GROUP, batch: true })
  conversations(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.project.conversations(records);
  }

  @EventPattern(TOPICS.agentEvents, { group: GROUP, batch: true })
  agents(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.project.agents(records);
  }
}
