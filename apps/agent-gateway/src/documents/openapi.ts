import { LIVE_EVENTS, type LiveEventName, type ProblemCode, PROBLEMS, WALLBOARD_EVENTS, type WallboardEventName } from '@parley/contracts';
import { componentSchemas } from './json-schemas';
import { OPERATIONS, type Operation } from './operations';
import { liveShapeName, SHAPES, wallboardShapeName } from './shapes';

/** The OpenAPI 3.1 document of the whole API, made of the definitions that the code itself uses. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method] = described(operation);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      description:
        'An open, self-hosted WhatsApp contact centre. Every command may be repeated safely. Errors are `application/problem+json` (RFC 9457) with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: componentSchemas(SHAPES),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'A repeat with the same key has no second effect and gives the same answer.',
          schema: { type: 'string', maxLength: 200 },
        },
      },
    },
  };
}

const ref = (shape: string) => ({ $ref: `#/components/schemas/${shape}` });

function described(operation: Operation): object {
  const { id, tag, summary, roles, open, body } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(roles && { description: `Needs the role ${roles.join(' or ')}.` }),
    ...(open && { security: [] }),
    parameters: parameters(operation),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body === 'any' ? { type: 'object' } : ref(body) } } } }),
    responses: { [String(operation.status)]: answer(operation), ...refusals(operation) },
  };
}

function parameters({ path, query = {}, method, open }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = Object.entries(query).map(([name, description]) => ({
    name,
    in: 'query',
    required: name.startsWith('hub.'),
    description,
    schema: name === 'limit' ? { type: 'integer', minimum: 1 } : { type: 'string' },
  }));
  return [...inPath, ...inQuery, ...(method === 'post' && !open ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [])];
}

function answer({ answer: shape, summary }: Operation): object {
  const description = summary;
  switch (shape) {
    case undefined:
      return { description };
    case 'text':
      return { description, content: { 'text/plain': { schema: { type: 'string' } } } };
    case 'csv':
      return { description, content: { 'application/json': { schema: ref('Report') }, 'text/csv': { schema: { type: 'string' } } } };
    case 'bytes':
      return { description, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
    case 'document':
      return { description, content: { 'application/json': { schema: { type: 'object' } } } };
    case 'wallboard':
      return { description: wallboardDescription(), content: { 'text/event-stream': { schema: { oneOf: wallboardNames.map((name) => ({ title: name, ...ref(wallboardShapeName(name)) })) } } } };
    case 'live':
      return { description: liveDescription(), content: { 'text/event-stream': { schema: { oneOf: liveSchemas() } } } };
    default:
      return { description, content: { 'application/json': { schema: ref(shape) } } };
  }
}

const wallboardNames = Object.keys(WALLBOARD_EVENTS) as WallboardEventName[];

const wallboardDescription = () =>
  `Events: ${wallboardNames.map((name) => `\`${name}\` (${wallboardShapeName(name)})`).join(', ')}. Each is whole and replaces what was there. A comment line goes out every 15 s.`;

const liveNames = Object.keys(LIVE_EVENTS) as LiveEventName[];

const liveDescription = () =>
  `Events: ${liveNames.map((name) => `\`${name}\` (${liveShapeName(name)})`).join(', ')}. A comment line goes out every 15 s. A client keeps the newest revision of each object.`;

const liveSchemas = () => liveNames.map((name) => ({ title: name, ...ref(liveShapeName(name)) }));

/** Codes that share a status share an answer. */
function refusals({ problems = [], body, query, roles, open, tag }: Operation): Record<string, object> {
  const general: ProblemCode[] = [
    ...(body || query ? (['invalid-request'] as const) : []),
    ...(open ? [] : (['unauthenticated'] as const)),
    ...(roles ? (['forbidden'] as const) : []),
    ...(tag === 'service' ? [] : (['unavailable'] as const)),
    ...(open && tag === 'sign-in' ? (['unauthenticated'] as const) : []),
  ];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...general, ...problems])) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [String(status), refusal(status, codes)]));
}

const refusal = (status: number, codes: readonly ProblemCode[]) => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('. '),
  ...((status === 503 || status === 429) && { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } }),
  content: {
    'application/problem+json': { schema: { allOf: [ref('Problem'), { type: 'object', properties: { code: { enum: codes } } }] } },
  },
});
