import { randomUUID } from 'node:crypto';
import { eventually } from './eventually';
import type { GraphApi } from './graph-api';
import { type Customer, Meta, someone } from './meta';
import type { Person } from './person';

const WRITES_EVERY_MS = 80;
/** WhatsApp takes 45 at once for one customer and then one in 6 s: more would only wait in Parley. */
const ANSWERS_EVERY_MS = 800;
const PATIENCE_MS = 90_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Customers who write and agents who answer, and who all try again whenever Parley is not there. */
export class Load {
  /** What was answered with 202, by its message id. */
  readonly answered = new Map<string, { readonly conversationId: string; readonly text: string }>();
  private readonly running: Promise<void>[] = [];
  private isOver = false;
  private failure: unknown;

  constructor(
    private readonly meta: Meta,
    readonly customers: readonly Customer[],
    private readonly agents: readonly Person[],
  ) {}

  static of(meta: Meta, agents: readonly Person[], customers: number): Load {
    return new Load(meta, Array.from({ length: customers }, (_, at) => someone(`Load ${at}`)), agents);
  }

  start(): void {
    const loops = [...this.customers.map((customer) => this.write(customer)), ...this.agents.map((agent) => this.answer(agent))];
    this.running.push(...loops.map((loop) => loop.catch((error: unknown) => void (this.failure ??= error))));
  }

  /** Something new was acknowledged on both ways: Parley works, now. */
  async progress(): Promise<void> {
    const before = { written: this.meta.acknowledged.size, answered: this.answered.size };
    const moved = () => {
      if (this.failure) throw this.failure;
      return this.meta.acknowledged.size > before.written + 20 && this.answered.size > before.answered + 2;
    };
    await eventually('the load goes on', moved, Boolean, PATIENCE_MS);
  }

  /** Nothing more begins, and everything that had begun was acknowledged. */
  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
    if (this.failure) throw this.failure;
  }

  private async write(customer: Customer): Promise<void> {
    for (let at = 0; !this.isOver; at += 1) {
      await this.meta.textUntilTaken(customer, `${customer.name} writes ${at}`);
      await pause(WRITES_EVERY_MS);
    }
  }

  /** Accepts whatever is offered and says something in one of the conversations after the other. */
  private async answer(agent: Person): Promise<void> {
    for (let at = 0; !this.isOver; at += 1) {
      const tasks = await agent.tasks().catch(() => undefined);
      for (const { conversationId, offerId } of tasks?.offers ?? []) await agent.post(`/api/conversations/${conversationId}/accept`, { offerId }).catch(() => undefined);
      const mine = tasks?.conversations ?? [];
      if (mine.length > 0) await this.say(agent, mine[at % mine.length]!.conversationId);
      await pause(ANSWERS_EVERY_MS);
    }
  }

  private async say(agent: Person, conversationId: string): Promise<void> {
    const messageId = randomUUID();
    const text = `${agent.id} says ${messageId}`;
    const send = () => agent.send(conversationId, text, messageId).then(({ status }) => status, () => 0);
    const status = await eventually('the message is taken', send, (code) => code === 202 || (code >= 400 && code < 500), PATIENCE_MS);
    if (status !== 202) throw new Error(`a message was answered with ${status}`);
    this.answered.set(messageId, { conversationId, text });
  }
}

/** Meta tells of every message that it took, also of those whose sender never heard the answer. */
export async function confirmAll(graph: GraphApi, meta: Meta, customers: readonly Customer[]): Promise<void> {
  for (const { wamid, body } of graph.calls) {
    const customer = customers.find(({ phone }) => body['to'] === phone || body['to'] === `+${phone}`);
    if (!wamid || !customer) continue;
    await meta.status(customer, wamid, 'sent', { biz_opaque_callback_data: body['biz_opaque_callback_data'] });
  }
}
