/** Where Meta keeps files. */
const META_HOSTS = /(^|\.)(facebook\.com|fbsbx\.com|fbcdn\.net|whatsapp\.net|whatsapp\.com)$/i;

/**
 * Whether a file may be fetched from `address`, which the Graph API or a redirect named: from Meta's own hosts by https, and
 * where another address is configured for the Graph API, from that origin. So nobody makes us call anything else.
 */
export function mayFetch(address: URL, graphUrl: string): boolean {
  const graph = new URL(graphUrl);
  if (address.username !== '' || address.password !== '') return false;
  if (address.origin === graph.origin) return true;
  return address.protocol === 'https:' && address.port === '' && META_HOSTS.test(graph.hostname) && META_HOSTS.test(address.hostname);
}
