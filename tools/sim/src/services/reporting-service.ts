import { TOPICS } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import type { Facts } from '@parley/wrap-up-reporting/domain';
import type { Kernel, Process } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { Consumer } from '../plumbing/consumer';
import { conversationEventOf } from '../plumbing/published';
import type { World } from '../world';

export const REPORTING = 'reporting';

/** Reporting: the facts of each batch are stored together or not at all; the same records may come again. */
export class ReportingService implements Process {
  readonly name = REPORTING;
  readonly facts: Facts = { conversations: new Map(), legs: new Map(), offers: new Map(), transfers: new Map() };
  readonly consumer: Consumer;

  constructor(
    kernel: Kernel,
    world: World,
    private readonly parts: Parts,
  ) {
    kernel.add(this);
    const { deliver } = parts;
    const handle = (records: readonly BusRecord[], life: Life) => this.count(records, life);
    this.consumer = new Consumer(kernel, { group: REPORTING, topic: TOPICS.conversationEvents, members: [REPORTING], lagMs: world.temper.lagMs * 2, deliver, handle });
  }

  start(): void {} // nothing is only in memory

  private async count(records: readonly BusRecord[], life: Life): Promise<void> {
    const events = records.map((record) => conversationEventOf(record));
    const ids = new Set(events.map(({ subject }) => subject));
    const facts: Facts = {
      conversations: copied(this.facts.conversations, ids),
      legs: copied(this.facts.legs, ids),
      offers: copied(this.facts.offers, ids),
      transfers: copied(this.facts.transfers, ids),
    };
    for (const event of events) this.parts.foldConversationEvent(facts, event);
    await life.pass('committing facts');
    for (const [id, row] of facts.conversations) this.facts.conversations.set(id, row);
    for (const [id, row] of facts.legs) this.facts.legs.set(id, row);
    for (const [id, row] of facts.offers) this.facts.offers.set(id, row);
    for (const [id, row] of facts.transfers) this.facts.transfers.set(id, row);
  }
}

const copied = <Row extends { conversation_id: string }>(rows: ReadonlyMap<string, Row>, ids: ReadonlySet<string>): Map<string, Row> =>
  new Map([...rows].filter(([, row]) => ids.has(row.conversation_id)).map(([id, row]) => [id, { ...row }]));
