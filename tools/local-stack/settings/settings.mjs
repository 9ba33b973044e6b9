import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../root.mjs';
import { checkKafka } from './kafka.mjs';
import { whatsAppSettings } from './whatsapp.mjs';

/** Each service with the variable of its port and the port of `npm start`. */
export const portVariables = {
  'agent-gateway': ['PORT', 3000],
  'channel-ingestion': ['CHANNEL_INGESTION_PORT', 3001],
  conversation: ['CONVERSATION_PORT', 3002],
  routing: ['ROUTING_PORT', 3003],
  'wrap-up-reporting': ['WRAP_UP_REPORTING_PORT', 3004],
  simulator: ['SIMULATOR_PORT', 3005],
};

const demoConfig = join(root, 'config', 'contact-center.demo.yaml');

/**
 * What `npm start` is told by its environment, and everything that is wrong with it: `problems` names the setting first.
 *
 * An empty value counts as not set. Relative paths start at the project's folder.
 *
 * @param ownKafka true when a Kafka of this installation is to be started
 */
export function readSettings(environment, { ownKafka = false } = {}) {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const problems = [];
  const bad = (name, text) => problems.push(`${name}: ${text}`);
  const whatsApp = whatsAppSettings(env, bad);
  const settings = {
    dataDir: resolve(root, env.PARLEY_DATA_DIR ?? '.parley'),
    config: resolve(root, env.CONTACT_CENTER_CONFIG ?? demoConfig),
    host: env.HOST ?? '127.0.0.1',
    ports: readPorts(env, whatsApp.simulated, bad),
    databaseUrl: env.DATABASE_URL,
    authMode: env.AUTH_MODE ?? 'local',
    jwtSecret: env.AUTH_JWT_SECRET,
    whatsApp,
    ownKafka,
    kafkaPort: env.KAFKA_PORT && Number(env.KAFKA_PORT),
  };
  settings.isDemo = settings.config === demoConfig;
  if (!existsSync(settings.config)) bad('CONTACT_CENTER_CONFIG', `there is no file ${settings.config}`);
  checkDatabase(env, bad);
  checkAuth(env, bad);
  checkKafka(env, ownKafka, bad);
  checkEventStore(env, bad);
  return { settings, problems };
}

function readPorts(env, simulated, bad) {
  const ports = {};
  for (const [service, [name, fallback]] of Object.entries(portVariables)) {
    if (service === 'simulator' && !simulated) continue;
    const given = env[name] ?? String(fallback);
    const port = /^\d{1,5}$/.test(given.trim()) ? Number(given) : NaN;
    if (!(port >= 1 && port <= 65_535)) bad(name, `expected a port number from 1 to 65535, not "${given}"`);
    const other = Object.keys(ports).find((taken) => ports[taken] === port);
    if (other) bad(name, `${port} is already the port of ${other} (${portVariables[other][0]})`);
    ports[service] = port;
  }
  return ports;
}

function checkDatabase({ DATABASE_URL: given }, bad) {
  if (given === undefined) return;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return;
  bad('DATABASE_URL', 'expected postgres://user:password@host:port/database'); // not shown: it may hold a password
}

function checkAuth(env, bad) {
  const mode = env.AUTH_MODE ?? 'local';
  if (!['local', 'oidc'].includes(mode)) bad('AUTH_MODE', `expected local or oidc, not "${mode}"`);
  if (env.AUTH_JWT_SECRET !== undefined && Buffer.byteLength(env.AUTH_JWT_SECRET) < 32) {
    bad('AUTH_JWT_SECRET', 'is too short to be safe: 32 bytes or more');
  }
  if (mode !== 'oidc') return;
  if (!isWebAddress(env.OIDC_ISSUER)) bad('OIDC_ISSUER', 'the address of the issuer is needed when AUTH_MODE is oidc');
  if (!env.OIDC_AUDIENCE) bad('OIDC_AUDIENCE', 'is needed when AUTH_MODE is oidc');
}

function checkEventStore({ EVENTSTORE_URL: eventStore }, bad) {
  if (eventStore !== undefined && !/^(esdb|kurrentdb)(\+discover)?:\/\/[^/?]+/.test(eventStore.trim()))
    bad('EVENTSTORE_URL', 'expected esdb://user:password@host:2113?tls=true'); // not shown: it may hold a password
}

function isWebAddress(text) {
  return text !== undefined && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

