import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';

/** A file of the machine in a container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly bind?: { readonly create_host_path?: boolean };
}

export interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly (string | Mount)[];
  readonly networks?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string };
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** A variable that must be given was not. */
export class Missing extends Error {}

/**
 * docker-compose.yml as Compose reads it: `${NAME:-default}` and `${NAME:?what is needed}` replaced from `env`.
 * @throws Missing naming the variable and what is needed
 */
export function readComposeFile(path: string, env: Readonly<Record<string, string>>): ComposeFile {
  return filledIn(parse(readFileSync(path, 'utf8'), { merge: true }), env) as ComposeFile;
}

/** The services that start where `COMPOSE_PROFILES` of `env` names these profiles. */
export function started({ services }: ComposeFile, { COMPOSE_PROFILES = '' }: Readonly<Record<string, string>>): Readonly<Record<string, ComposeService>> {
  const named = COMPOSE_PROFILES.split(',');
  return Object.fromEntries(Object.entries(services).filter(([, { profiles }]) => !profiles || profiles.some((profile) => named.includes(profile))));
}

/** A file of variables as Compose reads it: one may name another. @throws Missing */
export function readEnv(path: string, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env = { ...(parseEnv(readFileSync(path, 'utf8')) as Record<string, string>), ...given };
  return filledIn(env, env) as Record<string, string>;
}

function filledIn(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind: string | undefined, rest = '') => given(name, env, kind === '?' ? { needed: rest } : { otherwise: rest }));
  if (Array.isArray(value)) return value.map((item) => filledIn(item, env));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filledIn(item, env)]));
}

function given(name: string, env: Readonly<Record<string, string>>, { needed, otherwise = '' }: { needed?: string; otherwise?: string }): string {
  if (env[name]) return env[name];
  if (needed !== undefined) throw new Missing(`${name}: ${needed}`);
  return otherwise;
}
