import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type ConversationView, type MessagePage, Refused, type Target } from '@parley/contracts';
import { eventId, type EventStore, type RecordedEvent } from '@parley/event-sourcing';
import { type Caller, type Clock, ContactCenter } from '@parley/service-kit';
import { randomUUID } from 'node:crypto';
import { begun, type Begun, conversationStream, isConversationId, type Rules } from '../conversation/conversation';
import { type ConversationHandled, type ConversationStreams, Dispatch } from '../conversation/conversation-commands.handler';
import type { ConversationCommand } from '../conversation/conversation-decider';
import { RequestConference } from '../conversation/conference/conference';
import { checkTarget, type DirectOffer, type HandOverKind, handingOver, joinedAgent } from '../conversation/hand-over';
import { needsPlace, ReassignConversation } from '../conversation/reassign/reassign';
import { RequestTransfer } from '../conversation/transfer/transfer';
import { History } from '../history/history.query';
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
    private readonly past: History,
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
  async history(conversationId: string, asOf: string, caller: Caller): Promise<readonly RecordedEvent[]> {
    readsThePast(caller);
    return this.past.events(conversationId, { asOf });
  }

  /** A page of the messages as they were then, for supervisors. @throws Refused `forbidden` · `not-found` · `invalid-request` */
  async transcript(conversationId: string, query: { asOf: string; before?: string; limit: number }, caller: Caller): Promise<MessagePage> {
    readsThePast(caller);
    return this.past.messages(conversationId, query);
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
    kind: HandOverKind,
    conversationId: string,
    { target, caller, commandId }: Asked,
  ): Promise<{ view: ConversationView }> {
    const request = (direct?: DirectOffer) => this.handle(new Request(conversationId, target, caller.agentId, this.now(), direct), commandId);
    if (target.type === 'queue') return request();
    const conversation = await this.load(conversationId);
    if (await this.wasHandled(conversationId, commandId)) return conversation;
    handingOver(conversation, caller.agentId, kind);
    if (kind === 'transfer' && joinedAgent(conversation.view, target)) return request();
    checkTarget(conversation, target, caller.agentId, this.rules);
    return this.asking(target.id, { kind, view: conversation.view }, request);
  }

  /** A supervisor moves the conversation; an agent who is to be asked has a place first. */
  async reassign(conversationId: string, { target, caller, commandId }: Asked): Promise<{ view: ConversationView }> {
    const supervisor = { id: caller.agentId, name: this.contactCenter.agent(caller.agentId)?.name ?? caller.agentId };
    const move = (direct?: DirectOffer) => this.handle(new ReassignConversation(conversationId, target, supervisor, this.now(), direct), commandId);
    const conversation = await this.load(conversationId);
    if (await this.wasHandled(conversationId, commandId)) return conversation;
    if (!needsPlace(conversation, target, this.rules)) return move();
    return this.asking(target.id, { kind: 'transfer', view: conversation.view }, move);
  }

  /** Does `work` with a place that routing holds for the agent. @throws Refused `unknown-target` · `agent-not-available` · as `work` */
  private async asking<T>(agentId: string, { kind, view }: { kind: Reservation['kind']; view: ConversationView }, work: (direct: DirectOffer) => Promise<T>): Promise<T> {
    const agent = this.contactCenter.agent(agentId);
    if (!agent?.roles.includes('agent')) throw new Refused('unknown-target', `there is no agent ${agentId}`);
    const { conversationId, queue } = view;
    const offerTimeoutSeconds = this.contactCenter.queue(queue.id)?.offerTimeoutSeconds ?? 30;
    const offerId = randomUUID();
    await this.routing.reserve({ offerId, conversationId, agentId: agent.id, queueId: queue.id, kind });
    try {
      return await work({ offerId, agentId: agent.id, agentName: agent.name, offerTimeoutSeconds });
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

function readsThePast({ roles }: Caller): void {
  if (!roles.includes('supervisor')) throw new Refused('forbidden', 'asOf needs the role supervisor');
}
