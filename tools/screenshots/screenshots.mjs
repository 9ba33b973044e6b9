/** `npm run screenshots`: plays a day on the running product and writes docs/images/*.png for the README. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findDrawingChromium } from '@parley/local-stack/chromium';
import { startProduct } from '@parley/local-stack/product';
import { chromium } from 'playwright-core';
import { Agent } from './agents.mjs';
import { writeContactCenter } from './contact-center.mjs';
import { WAITING } from './people.mjs';
import { desk } from './scenes/desk.mjs';
import { phone, signIn } from './scenes/edges.mjs';
import { morning } from './scenes/morning.mjs';
import { office } from './scenes/office.mjs';
import { requests } from './scenes/requests.mjs';
import { Stage } from './stage.mjs';

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function main() {
  const executablePath = await findDrawingChromium();
  if (!executablePath) process.exit(1);
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'parley-pictures-'));
  const product = await startProduct({ config: writeContactCenter(join(scratch, 'contact-center.yaml')) });
  let browser;
  try {
    browser = await chromium.launch({ executablePath, args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
    await play(new Stage({ browser, product, folder }));
  } finally {
    await browser?.close();
    await product.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function play(stage) {
  for (const language of ['en', 'es']) await signIn(stage, language);
  const { carla, diego } = await morning(stage);
  await requests(stage, carla);
  const ana = await Agent.signIn(stage.product.url, 'ana');
  await desk(stage, 'en');
  await ana.finish('resolved');
  await desk(stage, 'es');
  await ana.become({ state: 'idle', reason: 'break' });
  for (const customer of WAITING) await stage.customers.write(customer, customer.first);
  for (const language of ['en', 'es']) await office(stage, language);
  await phone(stage);
  for (const agent of [ana, carla, diego]) agent.leave();
}

await main();
