import { Controller, Get, Header, Param } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import { Public } from '@parley/service-kit';
import { asyncApiDocument, eventSchemas } from './asyncapi';
import { openApiDocument } from './openapi';

/** Of the documents: what they describe is named `v1` in topics and events. */
const VERSION = '1.0.0';
const CACHE = 'public, max-age=60';

/** The contract, for programs: built once from the definitions that the code itself uses. */
@Public()
@Controller('api')
export class DocumentsController {
  private readonly openApi = openApiDocument(VERSION);
  private readonly asyncApi = asyncApiDocument(VERSION);
  private readonly schemas = new Map(Object.entries(eventSchemas()));

  @Get('openapi.json')
  @Header('cache-control', CACHE)
  showOpenApi(): object {
    return this.openApi;
  }

  @Get('asyncapi.json')
  @Header('cache-control', CACHE)
  showAsyncApi(): object {
    return this.asyncApi;
  }

  @Get('schemas/events/:file')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @Header('cache-control', CACHE)
  showSchema(@Param('file') file: string): string {
    const schema = this.schemas.get(file.replace(/\.json$/, ''));
    if (!schema || !file.endsWith('.json')) throw new Refused('not-found', 'there is no such event');
    return JSON.stringify(schema);
  }
}
