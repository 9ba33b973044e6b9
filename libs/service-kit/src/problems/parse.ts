import { Injectable, type PipeTransform } from '@nestjs/common';
import { Refused } from '@parley/contracts';
import type { z } from 'zod';

/** The value as its schema says. @throws Refused `invalid-request` naming each wrong field */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refused(
    'invalid-request',
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
  );
}

/** `@Body(new Parse(SendMessageRequest))` */
@Injectable()
export class Parse<S extends z.ZodType> implements PipeTransform<unknown, z.infer<S>> {
  constructor(private readonly schema: S) {}

  transform(value: unknown): z.infer<S> {
    return parse(this.schema, value ?? {});
  }
}
