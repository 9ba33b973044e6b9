import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Parse, ServicesOnly } from '@parley/service-kit';
import { z } from 'zod';
import { HoldPlace, LetPlaceGo } from './hold-place';

const id = z.string().min(1).max(200);
const ReservationRequest = z.object({ offerId: id, conversationId: id, agentId: id, queueId: id, kind: z.enum(['transfer', 'conference']) });

/** Conversations ask for a place before they ask an agent directly. */
@ServicesOnly()
@Controller('internal/reservations')
export class ReservationsController {
  constructor(private readonly commands: CommandBus) {}

  /** @throws Refused `agent-not-available` */
  @Post()
  async hold(@Body(new Parse(ReservationRequest)) reservation: z.infer<typeof ReservationRequest>): Promise<{ offerId: string }> {
    await this.commands.execute(new HoldPlace(reservation));
    return { offerId: reservation.offerId };
  }

  @Delete(':offerId')
  @HttpCode(204)
  async letGo(@Param('offerId') offerId: string): Promise<void> {
    await this.commands.execute(new LetPlaceGo(offerId));
  }
}
