import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RoutingPartition } from '../running/routing-partition.service';
import { soon } from '../running/soon.timer';
import { HoldPlace, LetPlaceGo } from './hold-place';

const WAIT_MAX_MS = 1_000;

@CommandHandler(HoldPlace)
export class HoldPlaceHandler implements ICommandHandler<HoldPlace> {
  constructor(private readonly partition: RoutingPartition) {}

  /** The conversation knows who is in it: an agent who is still inside here has left there, or is about to be refused. */
  async execute(command: HoldPlace): Promise<void> {
    const { offerId, agentId, conversationId } = command.reservation;
    const isHeld = () => this.partition.known().places.has(offerId);
    await soon(() => isHeld() || !this.partition.known().isInside(agentId, conversationId), WAIT_MAX_MS);
    return this.partition.submit(command);
  }
}

@CommandHandler(LetPlaceGo)
export class LetPlaceGoHandler implements ICommandHandler<LetPlaceGo> {
  constructor(private readonly partition: RoutingPartition) {}

  execute(command: LetPlaceGo): Promise<void> {
    return this.partition.submit(command);
  }
}
