import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const demo = fileURLToPath(new URL('../../config/contact-center.demo.yaml', import.meta.url));

/**
 * Writes the demonstration's contact centre to `path`, with time enough to picture a request of support, little to answer one of
 * sales (so that it is missed), and places for seven conversations at once for Carla.
 */
export function writeContactCenter(path) {
  const yaml = readFileSync(demo, 'utf8')
    .replace(/(name: Support\n[^]*?offerTimeoutSeconds: )\d+/, '$1120')
    .replace(/(name: Sales\n[^]*?offerTimeoutSeconds: )\d+/, '$16')
    .replace(/(name: Carla Ruiz\n[^]*?maxConversations: )\d+/, '$18');
  writeFileSync(path, yaml);
  return path;
}
