/** `npm run screenshots`: plays a small scene on the running product and writes docs/images/*.png for the README. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProduct } from '@parley/local-stack/product';
import { chromium } from 'playwright-core';
import { Scene } from './scene.mjs';

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function main() {
  mkdirSync(folder, { recursive: true });
  const product = await startProduct();
  let browser;
  try {
    browser = await chromium.launch({ executablePath, args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
    const scene = new Scene({ browser, product, save: (page, name) => save(page, name) });
    for (const locale of ['en-GB', 'es-ES']) await scene.signIn(locale);
    await scene.english();
    await scene.spanish();
    await scene.office({ locale: 'en-GB', colorScheme: 'light' });
    await scene.office({ locale: 'es-ES', colorScheme: 'dark' });
    await scene.phone();
  } finally {
    await browser?.close();
    await product.stop();
  }
}

async function save(page, name) {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}

await main();
