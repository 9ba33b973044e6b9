import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

const DATE_TIME_PATTERN = /^\^\(\?:/;

/** The JSON Schema (2020-12) of a zod schema, complete in itself. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
  const { $schema: _schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: readable });
  return rest;
}

/** The shapes of zod that have a name, as `#/components/schemas`. A shape within a shape becomes a reference. */
export function componentSchemas(shapes: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    io: 'output',
    unrepresentable: 'any',
    override: readable,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema as JsonSchema]),
  );
}

/** Instants by their format alone: the pattern that zod adds is longer than everything else and says no more. */
function readable({ jsonSchema: schema }: { jsonSchema: Record<string, unknown> }): void {
  if (schema['format'] === 'date-time' && DATE_TIME_PATTERN.test(String(schema['pattern']))) delete schema['pattern'];
  // More fields may come with time; whoever reads must not refuse them.
  if (schema['additionalProperties'] === false) delete schema['additionalProperties'];
}
