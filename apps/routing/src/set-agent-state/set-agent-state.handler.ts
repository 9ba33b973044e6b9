import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RoutingPartition } from '../running/routing-partition.service';
import { SetAgentState } from './set-agent-state';

@CommandHandler(SetAgentState)
export class SetAgentStateHandler implements ICommandHandler<SetAgentState> {
  constructor(private readonly partition: RoutingPartition) {}

  execute(command: SetAgentState): Promise<void> {
    return this.partition.submit(command);
  }
}
