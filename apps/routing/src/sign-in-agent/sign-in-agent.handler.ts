import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RoutingPartition } from '../running/routing-partition.service';
import { SignInAgent } from './sign-in-agent';

@CommandHandler(SignInAgent)
export class SignInAgentHandler implements ICommandHandler<SignInAgent> {
  constructor(private readonly partition: RoutingPartition) {}

  execute(command: SignInAgent): Promise<void> {
    return this.partition.submit(command);
  }
}
