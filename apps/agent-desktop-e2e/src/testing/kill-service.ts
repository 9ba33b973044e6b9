import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from '@parley/local-stack/product';

/** The process of that name is gone, as by `kill -9`. The supervisor starts it again. */
export function killService({ dataDir }: Product, name: string): void {
  const running = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as Record<string, { pid: number }>;
  process.kill(running[name]!.pid, 'SIGKILL');
}
