import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Parse, ServicesOnly } from '@parley/service-kit';
import { z } from 'zod';
import { NoteConnection, NoteConnections } from './note-connection';

const id = z.string().min(1).max(200);
const ConnectionRequest = z.object({ gatewayId: id, connected: z.boolean() });
const ConnectionsRequest = z.object({ agentIds: z.array(id).max(10_000) });

/** Gateways say who has a live stream. */
@ServicesOnly()
@Controller('internal')
export class ConnectionsController {
  constructor(private readonly commands: CommandBus) {}

  /** The agent's first live stream on this gateway has opened, or their last one has closed. */
  @Post('agents/:agentId/connection')
  @HttpCode(204)
  async note(@Param('agentId') agentId: string, @Body(new Parse(ConnectionRequest)) { gatewayId, connected }: z.infer<typeof ConnectionRequest>): Promise<void> {
    await this.commands.execute(new NoteConnection(agentId, gatewayId, connected));
  }

  /** Everyone who has a live stream on this gateway now. */
  @Post('gateways/:gatewayId/connections')
  @HttpCode(204)
  async noteAll(@Param('gatewayId') gatewayId: string, @Body(new Parse(ConnectionsRequest)) { agentIds }: z.infer<typeof ConnectionsRequest>): Promise<void> {
    await this.commands.execute(new NoteConnections(gatewayId, agentIds));
  }
}
