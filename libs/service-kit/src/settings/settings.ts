import { z } from 'zod';
import { kafkaProblems, kafkaShape } from './kafka';

/** A setting is missing, malformed or unsafe. The message names every one of them and what would be right. */
export class BadSettings extends Error {
  /** What the process ends with: another try would end alike. */
  readonly exitCode = 78;

  constructor(readonly problems: readonly string[]) {
    super(`Parley cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'BadSettings';
  }
}

/** Reads settings from the environment once, all mistakes at once; an empty value counts as not set. @throws BadSettings */
export function loadSettings<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv = process.env): z.infer<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new BadSettings(parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`));
}

const port = (fallback: number) => z.coerce.number().int('expected a port number').min(1).max(65_535).default(fallback);
const secret = z.string().refine((text) => Buffer.byteLength(text) >= 32, 'expected 32 bytes or more');
const url = (fallback: string) => z.url('expected an address such as http://127.0.0.1:3001').default(fallback);

/** What every service is told; each service's own `*.config.ts` extends it. */
export const ServiceSettings = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://user:password@host:port/database' }),
    CONTACT_CENTER_CONFIG: z.string('expected the path of contact-center.yaml').min(1),
    AUTH_MODE: z.enum(['local', 'oidc'], 'expected local or oidc').default('local'),
    AUTH_JWT_SECRET: secret.optional(),
    /** Known to every service of one installation; derived from AUTH_JWT_SECRET when not given. */
    PARLEY_SERVICE_TOKEN: secret.optional(),
    OIDC_ISSUER: z.url('expected the issuer’s address').optional(),
    OIDC_AUDIENCE: z.string().optional(),
    HOST: z.string().default('127.0.0.1'),
    PORT: port(3000),
    CHANNEL_INGESTION_PORT: port(3001),
    CONVERSATION_PORT: port(3002),
    ROUTING_PORT: port(3003),
    WRAP_UP_REPORTING_PORT: port(3004),
    SIMULATOR_PORT: port(3005),
    CHANNEL_INGESTION_URL: url('http://127.0.0.1:3001'),
    CONVERSATION_URL: url('http://127.0.0.1:3002'),
    ROUTING_URL: url('http://127.0.0.1:3003'),
    WRAP_UP_REPORTING_URL: url('http://127.0.0.1:3004'),
    ...kafkaShape,
    EVENTSTORE_URL: z.string().regex(/^(esdb|kurrentdb)(\+discover)?:\/\/[^/?]+/, 'expected esdb://user:password@host:2113?tls=true').optional(),
    DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(10),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  })
  .superRefine((settings, context) => {
    const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (settings.AUTH_MODE === 'local' && !settings.AUTH_JWT_SECRET)
      missing('AUTH_JWT_SECRET', 'is needed in local mode: 32 bytes or more, the same for every service');
    if (!settings.AUTH_JWT_SECRET && !settings.PARLEY_SERVICE_TOKEN && settings.AUTH_MODE === 'oidc')
      missing('PARLEY_SERVICE_TOKEN', 'is needed when there is no AUTH_JWT_SECRET: 32 bytes or more, the same for every service');
    if (settings.AUTH_MODE === 'oidc' && !settings.OIDC_ISSUER) missing('OIDC_ISSUER', 'is needed when AUTH_MODE is oidc');
    if (settings.AUTH_MODE === 'oidc' && !settings.OIDC_AUDIENCE) missing('OIDC_AUDIENCE', 'is needed when AUTH_MODE is oidc');
    for (const [name, problem] of kafkaProblems(settings)) missing(name, problem);
  });
export type ServiceSettings = z.infer<typeof ServiceSettings>;
