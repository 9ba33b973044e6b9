/** Known to everyone: good only between the simulator and us. */
export const demoWhatsApp = {
  WHATSAPP_APP_SECRET: 'parley-demo-app-secret',
  WHATSAPP_VERIFY_TOKEN: 'parley-demo-verify-token',
  WHATSAPP_ACCESS_TOKEN: 'parley-demo-access-token',
};

/** Ours, and whatever else calls itself one. */
const demoValue = /^(parley-)?demo-/;
const realGraph = 'https://graph.facebook.com';
const currentVersion = 'v26.0';

/**
 * Where messages go and with which credentials. The simulator is there only while no address is given and this is no
 * production start; with any other address every credential must be given, and none of the demo's to a machine elsewhere.
 */
export function whatsAppSettings(env, bad) {
  const production = env.NODE_ENV === 'production';
  const given = env.WHATSAPP_GRAPH_URL ?? (production ? realGraph : undefined);
  const simulated = given === undefined;
  const url = given === undefined ? undefined : webAddress(given);
  if (!simulated && !url) bad('WHATSAPP_GRAPH_URL', `expected an address such as ${realGraph}, not "${given}"`);
  const version = env.WHATSAPP_GRAPH_VERSION ?? currentVersion;
  if (!/^v\d+\.\d+$/.test(version)) bad('WHATSAPP_GRAPH_VERSION', `expected a version such as ${currentVersion}, not "${version}"`);
  const elsewhere = url !== undefined && !isLoopback(url.hostname);
  const credentials = {};
  for (const [name, demo] of Object.entries(demoWhatsApp)) {
    credentials[name] = env[name] ?? (simulated ? demo : undefined);
    if (credentials[name] === undefined) bad(name, `is needed when messages go to ${given} and not to the simulator`);
    else if (elsewhere && credentials[name].split(',').some((part) => demoValue.test(part.trim()))) bad(name, `is the public demo value, unsafe with ${given}`);
  }
  return { simulated, graphUrl: given?.replace(/\/+$/, ''), version, credentials };
}

function webAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

function isLoopback(host) {
  return host === 'localhost' || host.endsWith('.localhost') || /^127\./.test(host) || host === '[::1]';
}
