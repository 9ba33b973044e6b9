import { Controller, Get, Headers, Inject } from '@nestjs/common';
import { Refused, type Tasks } from '@parley/contracts';
import { Caller } from '@parley/service-kit';
import type { EventStore } from '@parley/event-sourcing';
import { ReadModel } from '../read-model/read-model.query';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';
import { EVENT_STORE } from '../tokens';

/** What waits for the caller: offers, conversations, wrap-ups. */
@Controller('api/tasks')
export class TasksController {
  constructor(
    private readonly readModel: ReadModel,
    private readonly progress: ReadModelProgress,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Holds everything that had happened when it was asked, and at least what the position in `x-parley-after` names. */
  @Get()
  async show(@Caller() { agentId }: Caller, @Headers('x-parley-after') after: string | undefined): Promise<Tasks> {
    if (after !== undefined && !/^\d{1,15}$/.test(after)) throw new Refused('invalid-request', 'x-parley-after: expected a position');
    await this.progress.reached(Math.max(await this.store.head(), Number(after ?? 0)));
    return this.readModel.tasks(agentId);
  }
}
