import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RoutingPartition } from '../running/routing-partition.service';
import { HoldPlace, LetPlaceGo } from './hold-place';

@CommandHandler(HoldPlace)
export class HoldPlaceHandler implements ICommandHandler<HoldPlace> {
  constructor(private readonly partition: RoutingPartition) {}

  execute(command: HoldPlace): Promise<void> {
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
