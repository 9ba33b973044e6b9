import type { ModuleMetadata } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgentsForGatewaysController } from './agents/agents-for-gateways.controller';
import { AgentsController } from './agents/agents.controller';
import { ListAgentsHandler, ShowAgentHandler } from './agents/agents.query';
import { DirectoryController } from './directory/directory.controller';
import { FindAgentsHandler, FindQueuesHandler } from './directory/directory.query';
import { HoldPlaceHandler, LetPlaceGoHandler } from './hold-place/hold-place.handler';
import { ReservationsController } from './hold-place/reservations.controller';
import { ConversationEventsController } from './inbound/conversation-events.controller';
import { FollowedReleases } from './me/followed-releases.service';
import { MeController } from './me/me.controller';
import { GetMeHandler } from './me/me.query';
import { ConnectionsController } from './note-connection/connections.controller';
import { NoteConnectionHandler, NoteConnectionsHandler } from './note-connection/note-connection.handler';
import { RoutingPartition } from './running/routing-partition.service';
import { SetAgentStateHandler } from './set-agent-state/set-agent-state.handler';
import { SignInAgentController } from './sign-in-agent/sign-in-agent.controller';
import { SignInAgentHandler } from './sign-in-agent/sign-in-agent.handler';

export const routingModule = (partition: RoutingPartition): ModuleMetadata => ({
  imports: [CqrsModule.forRoot()],
  controllers: [MeController, AgentsController, AgentsForGatewaysController, DirectoryController, SignInAgentController, ConnectionsController, ReservationsController, ConversationEventsController],
  providers: [
    { provide: RoutingPartition, useValue: partition },
    FollowedReleases,
    SetAgentStateHandler,
    SignInAgentHandler,
    NoteConnectionHandler,
    NoteConnectionsHandler,
    HoldPlaceHandler,
    LetPlaceGoHandler,
    GetMeHandler,
    ListAgentsHandler,
    ShowAgentHandler,
    FindQueuesHandler,
    FindAgentsHandler,
  ],
});
