import { existsSync } from 'node:fs';
import { type Product, startProduct } from '@parley/local-stack/product';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ContactCenterFile } from './contact-center-file';
import { Customers } from './customers';
import { Desktop } from './desktop';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env.CHROMIUM ?? USUAL.find((path) => existsSync(path));
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const START_MS = 180_000;
const STEP_MS = 45_000;
/** Longer than any step, so that the step says what did not come. */
const JOURNEY_MS = 180_000;

export interface Journeys {
  readonly product: Product;
  readonly customers: Customers;
  /** A new browser profile at the sign-in page. English unless `locale` says otherwise. */
  open(options?: BrowserContextOptions): Promise<Desktop>;
}

/**
 * A suite of journeys on one running product with one browser. What `tell` receives is ready when the first journey runs.
 * Skipped, by name, where there is no Chromium.
 *
 * @param surroundings starts what the product needs beside itself, and gives the settings that lead there
 */
export function journeys(name: string, contactCenter: ContactCenterFile, tell: (journeys: Journeys) => void, surroundings: () => Promise<Record<string, string>> = async () => ({})): void {
  jest.setTimeout(JOURNEY_MS);
  (executablePath ? describe : describe.skip)(name, () => {
    let browser: Browser;
    let product: Product;
    const pages: Page[] = [];
    const context = {
      get product() {
        return product;
      },
      get customers() {
        return new Customers(product.simulatorUrl ?? '');
      },
      async open(options: BrowserContextOptions = {}) {
        const profile = await browser.newContext({
          locale: 'en-US',
          reducedMotion: 'reduce',
          viewport: { width: 1280, height: 800 },
          ...options,
        });
        profile.setDefaultTimeout(STEP_MS);
        const page = await profile.newPage();
        pages.push(page);
        await page.goto(product.url);
        return new Desktop(page);
      },
    };
    beforeAll(async () => {
      [product, browser] = await Promise.all([
        surroundings().then((env) => startProduct({ config: contactCenter.write(), env })),
        chromium.launch({ executablePath: executablePath!, args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] }),
      ]);
    }, START_MS);
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
    });
    afterAll(async () => {
      await browser?.close();
      await product?.stop();
      contactCenter.remove();
    }, START_MS);
    tell(context);
  });
}
