import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { derivedId } from '@parley/event-sourcing';
import type { Caller } from '@parley/service-kit';
import { randomUUID } from 'node:crypto';

/** The id of the command that a POST gives: the same for the same caller, call and `Idempotency-Key`, so that the log knows a repeat. */
export const CommandId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { headers, url, caller } = context.switchToHttp().getRequest<{ headers: Record<string, unknown>; url: string; caller: Caller }>();
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? derivedId('idempotent', caller.agentId, url, key) : randomUUID();
});
