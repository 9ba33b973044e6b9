import { join } from 'node:path';
import { root } from '../root.mjs';
import { portVariables } from '../settings/settings.mjs';

const simulatorFolder = ['tools', 'simulator'];

/**
 * How much each process leaves to the others when all want the same processor. Taking messages in and answering people come
 * first: what was acknowledged is durable, and the rest catches up.
 */
const niceness = { conversation: 5, routing: 5, 'wrap-up-reporting': 10, simulator: 10 };

/** The processes of one installation: `{ name, script, niceness }`. */
export function servicesOf(settings) {
  return Object.keys(settings.ports).map((name) => ({ name, script: scriptOf(name), niceness: niceness[name] ?? 0 }));
}

function scriptOf(name) {
  return join(root, ...(name === 'simulator' ? simulatorFolder : ['apps', name]), 'dist', 'main.js');
}

/** What must have been built before these processes can run. */
export function outputsOf(settings) {
  const desktop = join(root, 'apps', 'agent-desktop', 'dist', 'index.html');
  const thirdParty = join(root, 'tools', 'third-party', 'dist', 'contents.json');
  return [...servicesOf(settings).map(({ script }) => script), thirdParty, desktop, checkScript, migrateScript];
}

/** Migrates the database of DATABASE_URL, see `tools/migrate`. */
export const migrateScript = join(root, 'tools', 'migrate', 'dist', 'main.js');

/** Checks what the services are told, the contact centre file included, see `src/main.ts`. */
export const checkScript = join(root, 'tools', 'local-stack', 'dist', 'main.js');

/** The environment of one service: what was given to `npm start`, completed. Only the gateway is heard outside this machine. */
export function environmentOf(name, settings, { databaseUrl, brokers, secrets }) {
  const ports = Object.fromEntries(Object.entries(settings.ports).map(([service, port]) => [portVariables[service][0], String(port)]));
  const addresses = Object.fromEntries(
    Object.entries(settings.ports).map(([service, port]) => [addressVariable(service), `http://127.0.0.1:${port}`]),
  );
  const { graphUrl, version, credentials } = settings.whatsApp;
  return {
    ...process.env,
    ...ports,
    ...addresses,
    GATEWAY_URL: gatewayAddress(settings),
    HOST: name === 'agent-gateway' ? settings.host : '127.0.0.1',
    SIMULATOR_HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    ...(brokers && { KAFKA_BROKERS: brokers }),
    CONTACT_CENTER_CONFIG: settings.config,
    PARLEY_DATA_DIR: settings.dataDir,
    AUTH_MODE: settings.authMode,
    ...secrets,
    ...credentials,
    WHATSAPP_GRAPH_URL: graphUrl ?? addresses.SIMULATOR_URL,
    WHATSAPP_GRAPH_VERSION: version,
  };
}

function addressVariable(service) {
  return service === 'agent-gateway' ? 'GATEWAY_URL' : `${service.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** Where the gateway is reached from this machine. */
export function gatewayAddress({ host, ports }) {
  const reachable = ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${ports['agent-gateway']}`;
}
