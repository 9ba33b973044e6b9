import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import { busProjection } from '@parley/read-store';
import type { Pool } from 'pg';
import { POOL } from '../tokens';
import { applyToFacts } from './facts.projection';

const GROUP = 'wrap-up-reporting';

/** Everything that happened becomes facts: rows and offset in one transaction. */
@Controller()
export class FactsController {
  private readonly project: (records: readonly BusRecord[]) => Promise<void>;

  constructor(@Inject(POOL) pool: Pool) {
    this.project = busProjection({ pool, name: 'facts', apply: applyToFacts });
  }

  @EventPattern(TOPICS.conversationEvents, { group: GROUP, batch: true })
  conversations(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.project(records);
  }

  @EventPattern(TOPICS.agentEvents, { group: GROUP, batch: true })
  agents(@Payload() records: readonly BusRecord[]): Promise<void> {
    return this.project(records);
  }
}
