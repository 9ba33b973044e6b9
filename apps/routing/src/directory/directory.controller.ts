import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type DirectoryAgent, type DirectoryQueue, ReasonsQuery, SearchQuery } from '@parley/contracts';
import { Caller, type Caller as CallerIdentity, ContactCenter, Parse } from '@parley/service-kit';
import type { z } from 'zod';
import { FindAgents, FindQueues } from './directory.query';

interface Items<T> {
  readonly items: readonly T[];
}

/** What an agent can choose from. */
@Controller('api')
export class DirectoryController {
  constructor(
    private readonly queries: QueryBus,
    private readonly contactCenter: ContactCenter,
  ) {}

  @Get('directory/queues')
  async queues(@Query(new Parse(SearchQuery)) { search }: z.infer<typeof SearchQuery>): Promise<Items<DirectoryQueue>> {
    return { items: await this.queries.execute(new FindQueues(search)) };
  }

  @Get('directory/agents')
  async agents(@Query(new Parse(SearchQuery)) { search }: z.infer<typeof SearchQuery>, @Caller() { agentId }: CallerIdentity): Promise<Items<DirectoryAgent>> {
    return { items: await this.queries.execute(new FindAgents(search, agentId)) };
  }

  /** In Spanish where the language asked for begins with `es`, otherwise in English. */
  @Get('idle-reasons')
  idleReasons(@Query(new Parse(ReasonsQuery)) { lang }: z.infer<typeof ReasonsQuery>): Items<{ id: string; name: string }> {
    const language = lang?.toLowerCase().startsWith('es') ? 'es' : 'en';
    return { items: this.contactCenter.config.idleReasons.map(({ id, name }) => ({ id, name: name[language] })) };
  }
}
