import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RoutingPartition } from '../running/routing-partition.service';
import { NoteConnection, NoteConnections } from './note-connection';

@CommandHandler(NoteConnection)
export class NoteConnectionHandler implements ICommandHandler<NoteConnection> {
  constructor(private readonly partition: RoutingPartition) {}

  execute(command: NoteConnection): Promise<void> {
    return this.partition.submit(command);
  }
}

@CommandHandler(NoteConnections)
export class NoteConnectionsHandler implements ICommandHandler<NoteConnections> {
  constructor(private readonly partition: RoutingPartition) {}

  execute(command: NoteConnections): Promise<void> {
    return this.partition.submit(command);
  }
}
