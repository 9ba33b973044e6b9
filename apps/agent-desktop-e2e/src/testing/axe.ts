import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds wrong on the page as it stands, in WCAG 2.2 AA and its best practices. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}
