import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { Connection } from '../load/connection';
import { notificationBytes } from '../load/notifications';
import { NUMBERS, PASSWORD } from '../product/bench-config';
import type { Desk, Held } from '../product/desk';
import { gatewayPort, quiet, type Running } from '../product/running';
import { type Percentiles, percentiles } from '../report/statistics';
import { until } from '../until';

const MESSAGES = 10_000;
const IN_ONE_NOTIFICATION = 250;
const WRITTEN_WITHIN_MS = 180_000;
const ROUNDS = 25;
const TO_THE_TOP_MS = 240_000;
const BROWSERS = [process.env['CHROMIUM'] ?? '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export interface OpenResult {
  readonly messages: number;
  /** Milliseconds from the press on the task to the frame that shows the newest message. */
  readonly opened: Percentiles;
  /** Rows in the page when it is open, and after all messages were scrolled through. */
  readonly rows: number;
  readonly rowsAtTheTop: number;
  /** The tab's memory after it was opened, and with every message read, garbage collected. */
  readonly heapMb: number;
  readonly heapMbAtTheTop: number;
}

/** One of the conversations that agents hold gets ten thousand messages; its agent opens it in a browser. Undefined where there is none. */
export async function measureOpenConversation(running: Running, desk: Desk): Promise<OpenResult | undefined> {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (!executablePath) return undefined;
  const held = [...desk.held.values()];
  const long = held[0]!;
  const other = held.find(({ agent, conversationId }) => agent === long.agent && conversationId !== long.conversationId);
  if (!other) throw new Error('an agent with two conversations is needed');
  await fill(running, long);
  await quiet(running);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--enable-precise-memory-info', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
  try {
    const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    await page.goto(running.url);
    await page.getByLabel('Username').fill(long.agent.id);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return await inBrowser(page, nameOf(long), nameOf(other));
  } finally {
    await browser.close();
  }
}

const numberOf = ({ phone }: Held): number => Number(phone.slice(4));
const nameOf = (held: Held): string => `Customer ${numberOf(held)}`;

async function fill(running: Running, held: Held): Promise<void> {
  const customer = numberOf(held);
  const phoneNumberId = NUMBERS[customer % NUMBERS.length]!;
  const connection = new Connection(gatewayPort(running));
  try {
    for (let first = 1; first <= MESSAGES; first += IN_ONE_NOTIFICATION) {
      const texts = Array.from({ length: IN_ONE_NOTIFICATION }, (_, at) => `Long message ${first + at}. ${'It has some words. '.repeat((first + at) % 7)}`);
      const bytes = notificationBytes({ appSecret: running.appSecret, phoneNumberId, customer, wamid: `wamid.long.${process.pid}.${first}`, text: texts[0]!, more: texts.slice(1) });
      await connection.ask(bytes);
    }
  } finally {
    connection.close();
  }
  await until('ten thousand messages are in the transcript', WRITTEN_WITHIN_MS, async () => {
    const page = (await held.agent.call('GET', `/api/conversations/${held.conversationId}/messages?limit=1`)) as { items: { text?: string }[] };
    return page.items[0]?.text?.startsWith(`Long message ${MESSAGES}.`) === true;
  });
}

async function inBrowser(page: Page, long: string, other: string): Promise<OpenResult> {
  const task = (name: string) => page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: new RegExp(`${name}(?!\\d)`) });
  const newest = `Long message ${MESSAGES}.`;
  await task(long).filter({ hasText: newest }).waitFor();
  const openedMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await task(other).click();
    await page.getByRole('region', { name: `Messages with ${other}`, exact: true }).waitFor();
    openedMs.push(await task(long).evaluate(pressUntilDrawn, newest));
  }
  const session = await page.context().newCDPSession(page);
  const heapMb = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1_048_576);
  };
  const rows = () => page.getByRole('log').locator('li').count();
  const opened = { rows: await rows(), heapMb: await heapMb() };
  const box = page.getByRole('region', { name: `Messages with ${long}`, exact: true });
  await until('the beginning is in sight', TO_THE_TOP_MS, async () => {
    await box.evaluate((element) => element.scrollTo(0, 0));
    return page.getByText('Beginning of the conversation').isVisible();
  });
  const atTheTop = { rowsAtTheTop: await rows(), heapMbAtTheTop: await heapMb() };
  return { messages: MESSAGES, opened: percentiles(openedMs), ...opened, ...atTheTop };
}

/**
 * In the page: presses the task, and looks in each frame until the message is there; that frame is drawn when the next one begins.
 *
 * The page gets the text of this function only: it may have no named function inside, because the bundle names those by one of its own.
 */
async function pressUntilDrawn(task: HTMLElement | SVGElement, newest: string): Promise<number> {
  const startedMs = performance.now();
  (task as HTMLElement).click();
  do await new Promise((drawn) => requestAnimationFrame(drawn));
  while (!document.querySelector('[role=log]')?.textContent?.includes(newest));
  await new Promise((drawn) => requestAnimationFrame(drawn));
  return performance.now() - startedMs;
}
