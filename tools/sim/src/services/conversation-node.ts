import { type ConversationView, Refused } from '@parley/contracts';
import {
  blamingNoConflict,
  type ConversationCommand,
  type ConversationHandled,
  conversationIdOf,
  conversationStream,
  type ConversationStreams,
  dispatch,
  InboundMessages,
  LastAgents,
  obey,
  OutboundDeliveries,
  readInbound,
  recordInbound,
} from '@parley/conversation/domain';
import { type BusRecord, RevisionConflict, StoreUnavailable, Unreachable } from '@parley/event-sourcing';
import { Crashed } from '../engine/faults';
import type { Kernel, Process } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { LogOf } from '../plumbing/log-of';
import type { World } from '../world';
import type { InboundTables } from './inbound-tables';

/** Told which state a call was answered with. */
export type Served = (conversationId: string, revision: number, view: ConversationView) => void;

interface NodeOptions {
  readonly world: World;
  readonly parts: Parts;
  readonly tables: InboundTables;
  readonly served: Served;
  /** Routing is told, if it can be reached. */
  readonly letGo: (offerId: string) => Promise<void>;
  readonly started: (life: Life) => void;
}

/** One process of the conversation service: `Streams`, and the consumers that have them decide. */
export class ConversationNode implements Process {
  private life!: Life;
  private streams!: ConversationStreams;
  private inbound!: { readonly messages: InboundMessages; readonly deliveries: OutboundDeliveries };

  constructor(
    readonly name: string,
    private readonly kernel: Kernel,
    private readonly options: NodeOptions,
  ) {}

  start(life: Life): void {
    const { world, parts, tables, started } = this.options;
    const store = new LogOf(this.kernel, life);
    this.life = life;
    this.streams = parts.openStreams(store, parts.conversationDecider(world.rules));
    const ports = { ...tables.of(life), execute: this.execute, store, now: () => this.kernel.nowMs };
    const lastAgents = new LastAgents((id) => world.config.queues.find((queue) => queue.id === id), this.streams);
    this.inbound = { messages: new InboundMessages({ ...ports, lastAgents, number: (id) => world.numbers.get(id) }), deliveries: new OutboundDeliveries(ports) };
    started(life);
  }

  /** What came from WhatsApp. */
  receive(records: readonly BusRecord[]): Promise<void> {
    const inbound = records.map(readInbound);
    return blamingNoConflict(() => recordInbound(inbound, this.inbound));
  }

  /** What routing asks. */
  async obey(records: readonly BusRecord[]): Promise<void> {
    const { life } = this;
    const letGo = async (offerId: string) => {
      await life.travel('let go', offerId);
      await this.options.letGo(offerId);
    };
    for (const record of records) await blamingNoConflict(() => obey(record, { execute: this.execute, letGo, atMs: this.kernel.nowMs }));
  }

  /** What an agent's screen asks for. @throws Refused · Crashed */
  async view(conversationId: string): Promise<ConversationView> {
    const { state } = await this.life.answer(orUnavailable(this.streams.load(conversationStream(conversationId))));
    if (!state.view) throw new Refused('not-found');
    return state.view;
  }

  /** What a caller is told; a refusal is an answer. @throws Crashed */
  async answer(command: ConversationCommand, commandId: string): Promise<string> {
    try {
      const { events } = await this.life.answer(orUnavailable(this.decide(command, commandId)));
      return events.length > 0 ? events.map(({ type }) => type).join('+') : 'quiet';
    } catch (error) {
      if (error instanceof Refused) return `refused ${error.code}`;
      throw error;
    }
  }

  /** A deadline's command; what goes wrong is tried again later. */
  async fire(command: ConversationCommand, commandId: string): Promise<string> {
    const { life } = this;
    const fired = life.pass('firing a deadline').then(() => this.answer(command, commandId));
    return life.answer(fired).catch((error: unknown) => {
      if (error instanceof Crashed || error instanceof Unreachable) return 'later';
      throw error;
    });
  }

  private readonly execute = async (command: ConversationCommand, commandId: string): Promise<ConversationHandled> => {
    const handled = await this.decide(command, commandId);
    if (handled.events.length > 0) this.kernel.write(this.name, `${command.type}: ${handled.events.map(({ type }) => type).join('+')}`);
    return handled;
  };

  private async decide(command: ConversationCommand, commandId: string): Promise<ConversationHandled> {
    const { parts, served } = this.options;
    const handled = await dispatch(this.streams, { command, commandId: parts.commandIdOf(command, commandId) });
    const { state, revision, events } = handled;
    if (state.view && events.length > 0) this.kernel.check(() => served(conversationIdOf(conversationStream(command.conversationId)), revision, state.view!));
    return handled;
  }
}

/** As the API answers it: 503, try again. */
async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof RevisionConflict) throw new Refused('unavailable', error.message);
    throw error;
  }
}
