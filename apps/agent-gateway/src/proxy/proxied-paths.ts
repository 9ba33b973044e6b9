/** The services behind the gateway. */
export const SERVICES = ['channel-ingestion', 'conversation', 'routing', 'wrap-up-reporting'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface ProxiedPath {
  /** A route pattern: `*` stands for everything below. */
  readonly path: string;
  readonly to: ServiceName;
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'DELETE')[];
  /** Larger bodies are refused here already. */
  readonly bodyMax: number;
}

const API_BODY_MAX = 1024 * 1024;
/** WhatsApp sends up to 3 MB. */
const WEBHOOK_BODY_MAX = 4 * 1024 * 1024;

const api = (path: string, to: ServiceName): ProxiedPath => ({
  path,
  to,
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  bodyMax: API_BODY_MAX,
});

/** Which service answers which calls. Everything else under `/api` and `/webhooks` does not exist. */
export const PROXIED_PATHS: readonly ProxiedPath[] = [
  { path: '/webhooks/whatsapp', to: 'channel-ingestion', methods: ['GET', 'POST'], bodyMax: WEBHOOK_BODY_MAX },
  api('/api/me', 'routing'),
  api('/api/me/state', 'routing'),
  api('/api/agents', 'routing'),
  api('/api/agents/*', 'routing'),
  api('/api/directory/*', 'routing'),
  api('/api/idle-reasons', 'routing'),
  api('/api/tasks', 'conversation'),
  { path: '/api/conversations/:id/media/:mediaId', to: 'channel-ingestion', methods: ['GET'], bodyMax: 0 },
  api('/api/conversations', 'conversation'),
  api('/api/conversations/*', 'conversation'),
  api('/api/canned-responses', 'conversation'),
  api('/api/templates', 'conversation'),
  api('/api/wrap-up-reasons', 'wrap-up-reporting'),
  api('/api/reports/*', 'wrap-up-reporting'),
];

/** Headers that concern one connection only (RFC 9110, 7.6.1), and those by which Parley's own services talk. */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'x-parley-service-token',
  'x-parley-after',
  'x-parley-released',
]);

type Headers = Record<string, string | string[] | undefined>;

/** The headers that go on to the other side. */
export function forwardedHeaders(headers: Headers): Record<string, string | string[]> {
  const named = headers['connection'];
  const alsoDropped = typeof named === 'string' && named.includes(',') ? named.toLowerCase().split(',').map((name) => name.trim()) : [];
  const forwarded: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || NOT_FORWARDED.has(name) || alsoDropped.includes(name)) continue;
    forwarded[name] = value;
  }
  return forwarded;
}
