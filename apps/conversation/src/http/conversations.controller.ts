import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import {
  AcceptRequest,
  AsOfQuery,
  type Conversation,
  type Message,
  type MessagePage,
  messageOf,
  PageQuery,
  Refused,
  SendMessageRequest,
  toConversation,
  toWrapUp,
  type WrapUp,
  WrapUpRequest,
} from '@parley/contracts';
import { derivedId, eventId } from '@parley/event-sourcing';
import { Caller, ContactCenter, parse, Parse } from '@parley/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { conversationStream } from '../conversation/conversation';
import { AcceptOffer } from '../conversation/accept-offer/accept-offer';
import { RejectOffer } from '../conversation/close-offer/close-offer';
import { EndConversation } from '../conversation/end-conversation/end-conversation';
import { SendMessage } from '../conversation/send-message/send-message';
import { SendTemplate } from '../conversation/send-message/send-template';
import { ApplyWrapUp, ExtendWrapUp } from '../conversation/wrap-up/wrap-up';
import { viewOf } from '../history/as-of';
import { ReadModel } from '../read-model/read-model.query';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';
import { filledTemplate } from '../templates/templates';
import { CommandId } from './command-id.decorator';
import { readableUpTo, shownTo } from './conversation-access';
import { ConversationsApi } from './conversations.api';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { tellReleased } from './tell-released.reply';

const NotSendable = z.object({ type: z.string().refine((type) => type !== 'text' && type !== 'template') });
/** Printable, so that it may stand in a reference that WhatsApp returns to us. */
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;

/** The calls of an agent in a conversation. */
@Controller('api/conversations/:id')
@UseInterceptors(IdempotencyInterceptor)
export class ConversationsController {
  constructor(
    private readonly api: ConversationsApi,
    private readonly readModel: ReadModel,
    private readonly progress: ReadModelProgress,
    private readonly contactCenter: ContactCenter,
  ) {}

  @Get()
  async show(@Param('id') id: string, @Query(new Parse(AsOfQuery)) { asOf }: AsOfQuery, @Caller() caller: Caller): Promise<Conversation> {
    if (asOf !== undefined) return toConversation(viewOf(id, await this.api.history(id, asOf, caller)));
    const { view } = await this.api.load(id);
    return shownTo(caller, view);
  }

  @Get('messages')
  async messages(@Param('id') id: string, @Query(new Parse(PageQuery)) query: PageQuery, @Caller() caller: Caller): Promise<MessagePage> {
    if (query.asOf !== undefined) return this.api.transcript(id, { ...query, asOf: query.asOf }, caller);
    const { view, position } = await this.api.load(id);
    const upTo = readableUpTo(view, caller);
    await this.progress.reached(position);
    return this.readModel.messages(id, { ...query, upTo });
  }

  @Post('accept')
  @HttpCode(200)
  async accept(@Param('id') id: string, @Body(new Parse(AcceptRequest)) { offerId }: AcceptRequest, @Caller() caller: Caller): Promise<Conversation> {
    const command = new AcceptOffer(id, offerId, caller.agentId, this.api.now());
    const { view } = await this.api.handle(command, derivedId('accept', id, offerId, caller.agentId));
    return shownTo(caller, view);
  }

  @Post('reject')
  @HttpCode(204)
  async reject(
    @Param('id') id: string,
    @Body(new Parse(AcceptRequest)) { offerId }: AcceptRequest,
    @Caller() { agentId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { events } = await this.api.handle(new RejectOffer(id, offerId, agentId, this.api.now()), derivedId('reject', id, offerId, agentId));
    tellReleased(reply, events);
  }

  @Post('messages')
  @HttpCode(202)
  async send(@Param('id') id: string, @Body() body: unknown, @Caller() { agentId }: Caller): Promise<Message> {
    if (NotSendable.safeParse(body).success) throw new Refused('unsupported-media', 'only texts and templates can be sent');
    const request = parse(SendMessageRequest, body ?? {});
    const { messageId } = request;
    if (!MESSAGE_ID.test(messageId)) throw new Refused('invalid-request', 'messageId: expected printable ASCII, 200 characters at most');
    const commandId = derivedId('send', id, messageId, agentId);
    const command =
      request.type === 'text'
        ? new SendMessage(id, messageId, request.text, agentId, this.api.now())
        : new SendTemplate(id, messageId, filledTemplate(this.contactCenter.config.templates, request), agentId, this.api.now());
    const { events, position } = await this.api.handle(command, commandId);
    const sent = events[0] && messageOf(events[0], eventId(conversationStream(id), commandId, 0));
    if (sent) return sent;
    await this.progress.reached(position);
    return this.readModel.message(id, messageId);
  }

  @Post('end')
  @HttpCode(200)
  async end(@Param('id') id: string, @Caller() caller: Caller, @CommandId() commandId: string): Promise<Conversation> {
    const { view } = await this.api.handle(new EndConversation(id, caller.agentId, caller.roles.includes('supervisor'), this.api.now()), commandId);
    return shownTo(caller, view);
  }

  @Post('wrap-up')
  @HttpCode(204)
  async wrapUp(
    @Param('id') id: string,
    @Body(new Parse(WrapUpRequest)) { reasonId, legId }: WrapUpRequest,
    @Caller() { agentId }: Caller,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { events } = await this.api.handle(new ApplyWrapUp(id, agentId, reasonId, this.api.now(), legId), commandId);
    tellReleased(reply, events);
  }

  @Post('wrap-up/extend')
  @HttpCode(200)
  async extendWrapUp(@Param('id') id: string, @Caller() { agentId }: Caller, @CommandId() commandId: string): Promise<WrapUp> {
    const { view } = await this.api.handle(new ExtendWrapUp(id, agentId, this.api.now()), commandId);
    const owing = view.legs.find((leg) => leg.agentId === agentId && leg.state === 'wrapping-up')!;
    return toWrapUp(view, owing)!;
  }
}
