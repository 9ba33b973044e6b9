import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type ConversationView, Refused, type Target } from '@parley/contracts';
import { eventId, type EventStore, type RecordedEvent } from '@parley/event-sourcing';
import { type Caller, type Clock, ContactCenter } from '@parley/service-kit';
import { randomUUID } from 'node:crypto';
import { begun, type Begun, conversationStream, isConversationId, type Rules } from '../conversation/conversation';
import { type ConversationHandled, type ConversationStreams, Dispatch } from '../conversation/conversation-commands.handler';
import type { ConversationCommand } from '../conversation/conversation-decider';
import { RequestConference } from '../conversation/conference/conference';
import { checkTarget, handingOver } from '../conversation/hand-over';
import { RequestTransfer } from '../conversation/transfer/transfer';
import { readHistory } from '../history/history.query';
import { type Reservation, RoutingClient } from '../routing/routing-client.adapter';
import { CLOCK, EVENT_STORE, RULES, STREAMS } from '../tokens';

/** Who asks whom to take over or to join; `commandId` as of `CommandId`. */
interface Asked {
  readonly target: Target;
  readonly caller: Caller;
  readonly commandId: string;
}

/** What the HTTP calls have in common: who asks, when, and which command that is. */
@Injectable()
export class ConversationsApi {
  constructor(
    private readonly commands: CommandBus,
    private readonly routing: RoutingClient,
    private readonly contactCenter: ContactCenter,
    @Inject(STREAMS) private readonly streams: ConversationStreams,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(RULES) private readonly rules: Rules,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** @throws Refused `not-found` */
  async load(conversationId: string): Promise<Begun & { position: number }> {
    if (!isConversationId(conversationId)) throw new Refused('not-found', 'there is no such conversation');
    const { state, position } = await this.streams.load(conversationStream(conversationId));
    return { ...begun(state), position };
  }

  /** The events up to `asOf`, for supervisors. @throws Refused `forbidden` · `not-found` · `invalid-request` */
  async history(conversationId: string, asOf: string, { roles }: Caller): Promise<readonly RecordedEvent[]> {
    if (!roles.includes('supervisor')) throw new Refused('forbidden', 'asOf needs the role supervisor');
    return readHistory(this.store, conversationId, asOf);
  }

  async handle(command: ConversationCommand, commandId: string = randomUUID()): Promise<ConversationHandled & { view: ConversationView }> {
    const handled = await this.commands.execute(new Dispatch(command, commandId));
    return { ...handled, view: begun(handled.state).view };
  }

  transfer(conversationId: string, asked: Asked) {
    return this.handOver(RequestTransfer, 'transfer', conversationId, asked);
  }

  conference(conversationId: string, asked: Asked) {
    return this.handOver(RequestConference, 'conference', conversationId, asked);
  }

  /** To a queue at once; to an agent only with a place that routing holds for them: the agent first, the conversation second. */
  private async handOver(
    Request: typeof RequestTransfer | typeof RequestConference,
    kind: Reservation['kind'],
    conversationId: string,
    { target, caller, commandId }: Asked,
  ): Promise<{ view: ConversationView }> {
    if (target.type === 'queue') return this.handle(new Request(conversationId, target, caller.agentId, this.now()), commandId);
    const conversation = await this.load(conversationId);
    if (await this.wasHandled(conversationId, commandId)) return conversation;
    handingOver(conversation, caller.agentId);
    checkTarget(conversation, target, caller.agentId, this.rules);
    const agent = this.contactCenter.agent(target.id);
    if (!agent?.roles.includes('agent')) throw new Refused('unknown-target', `there is no agent ${target.id}`);
    const queueId = conversation.view.queue.id;
    const offerTimeoutSeconds = this.contactCenter.queue(queueId)?.offerTimeoutSeconds ?? 30;
    const offerId = randomUUID();
    await this.routing.reserve({ offerId, conversationId, agentId: agent.id, queueId, kind });
    try {
      const direct = { offerId, agentId: agent.id, agentName: agent.name, offerTimeoutSeconds };
      return await this.handle(new Request(conversationId, target, caller.agentId, this.now(), direct), commandId);
    } catch (error) {
      // Should this fail too, the reservation's own deadline frees the place.
      if (error instanceof Refused) await this.routing.release(offerId).catch(() => undefined);
      throw error;
    }
  }

  /** Whether the log has this command's events: the caller did not get our answer and asks again. */
  private async wasHandled(conversationId: string, commandId: string): Promise<boolean> {
    const stream = conversationStream(conversationId);
    const firstId = eventId(stream, commandId, 0);
    return (await this.store.readStream(stream)).some(({ id }) => id === firstId);
  }
}
