import { PEOPLE } from '../people.mjs';
import { WORDS } from '../words.mjs';

const large = { viewport: { width: 1440, height: 1080 } };

/** The pages of whoever leads, in one language. */
export async function office(stage, language) {
  const sofia = await stage.signedIn('sofia', language, large);
  await wallboard(stage, sofia, language);
  await supervision(stage, sofia, language);
  await reports(stage, sofia, language);
  await sofia.context().close();
}

const go = (page, name) => page.getByRole('link', { name, exact: true }).click();

async function wallboard(stage, sofia, language) {
  const t = WORDS[language];
  await go(sofia, t.wallboard);
  await sofia.getByText(t.live, { exact: true }).first().waitFor();
  await sofia.locator('.recharts-bar-rectangle').first().waitFor();
  await stage.save(sofia, `wallboard-${language}`);
  await sofia.getByRole('button', { name: `${t.actionsOf} Ana López` }).click();
  await sofia.getByRole('menuitem', { name: t.changeState }).click();
  await sofia.getByRole('dialog').getByText(t.lunch, { exact: true }).click();
  await stage.save(sofia, `agent-state-${language}`);
  await sofia.keyboard.press('Escape');
}

async function supervision(stage, sofia, language) {
  const t = WORDS[language];
  await go(sofia, t.conversations);
  await sofia.getByRole('button', { name: PEOPLE[language].invoice.name }).click();
  await sofia.getByRole('heading', { name: t.timeline }).waitFor();
  await stage.save(sofia, `timeline-${language}`);
  for (let steps = 0; steps < 6; steps += 1) await sofia.getByRole('button', { name: t.previous }).click();
  await sofia.getByText(t.asItWas).first().waitFor();
  await sofia.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  await stage.save(sofia, `time-travel-${language}`);
  await sofia.getByRole('button', { name: PEOPLE.es.order.name }).click();
  await sofia.getByRole('button', { name: t.reassign, exact: true }).click();
  const dialog = sofia.getByRole('dialog');
  await dialog.getByRole('combobox', { name: t.queue }).click();
  await sofia.getByRole('option', { name: 'Sales', exact: true }).click();
  await sofia.getByRole('listbox').waitFor({ state: 'detached' });
  await stage.save(sofia, `reassign-${language}`);
  await sofia.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

async function reports(stage, sofia, language) {
  const t = WORDS[language];
  await go(sofia, t.reports);
  for (const [name, tab] of Object.entries(t.tabs)) {
    await sofia.getByRole('tab', { name: tab }).click();
    await sofia.getByRole('tabpanel').getByRole('table').first().waitFor();
    if (name !== 'reports-wrap-up') await sofia.locator('.recharts-surface').first().waitFor();
    await stage.save(sofia, `${name}-${language}`);
  }
}
