import { type ConversationEvent, type ConversationView, Refused } from '@parley/contracts';
import { type Conversation, type ConversationCommand, conversationIdOf, conversationStream } from '@parley/conversation/domain';
import type { Kernel, Process } from '../engine/kernel';
import { SimStreams } from '../engine/streams';
import type { Decider } from '@parley/event-sourcing';

/** Told which state a call was answered with. */
export type Served = (conversationId: string, revision: number, view: ConversationView) => void;

/** One process of the conversation service: what it remembers, and nothing durable. */
export class ConversationNode implements Process {
  readonly episodes = new Map<string, number>();
  private readonly streams: SimStreams<Conversation, ConversationCommand, ConversationEvent>;

  constructor(
    readonly name: string,
    kernel: Kernel,
    decider: Decider<Conversation, ConversationCommand, ConversationEvent>,
    private readonly options: { served: Served; recovered: () => void },
  ) {
    this.streams = new SimStreams(kernel, name, decider);
  }

  lose(): void {
    this.streams.forget();
    this.episodes.clear();
  }

  recover(): void {
    this.options.recovered();
  }

  state = (conversationId: string): Conversation => this.streams.load(conversationStream(conversationId));

  view(conversationId: string): ConversationView {
    const { view } = this.state(conversationId);
    if (!view) throw new Refused('not-found');
    return view;
  }

  /** @returns the types of what happened @throws Refused */
  execute(command: ConversationCommand, commandId: string): string {
    const stream = conversationStream(command.conversationId);
    const { state, revision, events } = this.streams.execute(stream, command, commandId);
    if (state.view && events.length > 0) this.options.served(conversationIdOf(stream), revision, state.view);
    return events.length > 0 ? events.map(({ type }) => type).join('+') : 'quiet';
  }

  /** A refusal is an answer. */
  answer(command: ConversationCommand, commandId: string): string {
    try {
      return this.execute(command, commandId);
    } catch (error) {
      if (error instanceof Refused) return `refused ${error.code}`;
      throw error;
    }
  }
}
