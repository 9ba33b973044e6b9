import type { ModuleMetadata, Provider } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { type EventStore, Streams } from '@parley/event-sourcing';
import { type Clock, ContactCenter } from '@parley/service-kit';
import type { Pool } from 'pg';
import { CannedResponsesController } from './canned-responses/canned-responses.controller';
import { type Rules } from './conversation/conversation';
import { type ConversationStreams, Dispatch, DispatchHandler } from './conversation/conversation-commands.handler';
import { conversationDecider } from './conversation/conversation-decider';
import { ConversationListController, QueuesNowController } from './conversation-list/conversation-list.controller';
import { ConversationList } from './conversation-list/conversation-list.query';
import { CustomerDirectory } from './customers/customer-directory.adapter';
import { ConversationsApi } from './http/conversations.api';
import { ConversationsController } from './http/conversations.controller';
import { HandingOverController } from './http/handing-over.controller';
import { HistoryController } from './history/history.controller';
import { History } from './history/history.query';
import { IdempotencyInterceptor } from './http/idempotency.interceptor';
import { InternalController } from './http/internal.controller';
import { SupervisionController } from './http/supervision.controller';
import { TasksController } from './http/tasks.controller';
import { ChannelInboundController } from './inbound/channel-inbound.controller';
import { ConversationCommandsController } from './inbound/conversation-commands.controller';
import { InboundMessageLog } from './inbound/inbound-message-log.adapter';
import { InboundMessages } from './inbound/inbound-messages';
import { LastAgents } from './inbound/last-agents';
import { OutboundMessageLog } from './inbound/outbound-message-log.adapter';
import { ParkedMessages } from './inbound/parked/parked-messages.adapter';
import { OutboundDeliveries } from './inbound/record-deliveries';
import { ThreadDirectory } from './inbound/thread-directory.adapter';
import { MaskingInterceptor } from './masking/masking.interceptor';
import { MessagesController } from './messages/messages.controller';
import { ReadModelProgress } from './read-model/read-model-progress.adapter';
import { ReadModel } from './read-model/read-model.query';
import { RoutingClient } from './routing/routing-client.adapter';
import { TemplatesController } from './templates/templates.controller';
import { CLOCK, EVENT_STORE, POOL, RULES, STREAMS } from './tokens';

/** The engines behind the ports. */
export interface Engines {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly progress: ReadModelProgress;
}

/** The only place where an adapter meets a port. */
export const conversationModule = ({ pool, store, clock, progress }: Engines): ModuleMetadata => ({
  imports: [CqrsModule.forRoot()],
  controllers: [
    HistoryController,
    ConversationListController,
    QueuesNowController,
    ConversationsController,
    HandingOverController,
    MessagesController,
    CannedResponsesController,
    TemplatesController,
    SupervisionController,
    TasksController,
    InternalController,
    ChannelInboundController,
    ConversationCommandsController,
  ],
  providers: [
    { provide: POOL, useValue: pool },
    { provide: EVENT_STORE, useValue: store },
    { provide: CLOCK, useValue: clock },
    { provide: ReadModelProgress, useValue: progress },
    { provide: APP_INTERCEPTOR, useClass: MaskingInterceptor },
    rules,
    streams,
    DispatchHandler,
    ConversationsApi,
    IdempotencyInterceptor,
    ReadModel,
    History,
    ConversationList,
    RoutingClient,
    CustomerDirectory,
    InboundMessageLog,
    OutboundMessageLog,
    ParkedMessages,
    ThreadDirectory,
    lastAgents,
    inboundMessages,
    outboundDeliveries,
  ],
});

const rules: Provider = {
  provide: RULES,
  inject: [ContactCenter],
  useFactory: (contactCenter: ContactCenter): Rules => ({
    queue: (id) => contactCenter.queue(id),
    wrapUp: { ...contactCenter.config.wrapUp, reasons: contactCenter.config.wrapUp.reasons.map(({ id }) => id) },
  }),
};

const streams: Provider = {
  provide: STREAMS,
  inject: [EVENT_STORE, RULES],
  useFactory: (store: EventStore, configured: Rules) => new Streams(store, conversationDecider(configured)),
};

const executeOn =
  (commands: CommandBus) =>
  (command: Dispatch['command'], commandId: string): Promise<unknown> =>
    commands.execute(new Dispatch(command, commandId));

const lastAgents: Provider = {
  provide: LastAgents,
  inject: [ContactCenter, STREAMS],
  useFactory: (contactCenter: ContactCenter, remembered: ConversationStreams) => new LastAgents((id) => contactCenter.queue(id), remembered),
};

type InboundAdapters = [CommandBus, CustomerDirectory, InboundMessageLog, ThreadDirectory, ParkedMessages, LastAgents, ContactCenter, EventStore, Clock];

const inboundMessages: Provider = {
  provide: InboundMessages,
  inject: [CommandBus, CustomerDirectory, InboundMessageLog, ThreadDirectory, ParkedMessages, LastAgents, ContactCenter, EVENT_STORE, CLOCK],
  useFactory: (...[commands, customers, log, threads, parked, last, contactCenter, store, clock]: InboundAdapters) =>
    new InboundMessages({ execute: executeOn(commands), customers, log, threads, parked, lastAgents: last, number: (id) => contactCenter.number(id), store, now: () => clock.now() }),
};

const outboundDeliveries: Provider = {
  provide: OutboundDeliveries,
  inject: [CommandBus, OutboundMessageLog, CLOCK],
  useFactory: (commands: CommandBus, messages: OutboundMessageLog, clock: Clock) => new OutboundDeliveries({ execute: executeOn(commands), messages, now: () => clock.now() }),
};
