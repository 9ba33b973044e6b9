import { WORDS } from '../words.mjs';

/** The customer's conversation is the page's. */
export async function accept(page, { name }, language) {
  await page.getByRole('article').filter({ hasText: name }).getByRole('button', { name: WORDS[language].accept, exact: true }).click();
  await page.getByRole('region', { name: new RegExp(name) }).waitFor();
}

/** The customer's conversation is in sight. */
export async function open(page, { name }) {
  await page.getByRole('navigation').getByRole('button', { name }).click();
  await page.getByRole('region', { name: new RegExp(name) }).waitFor();
}

/** The text has reached the customer. */
export async function say(page, text, language) {
  const { reply, delivered } = WORDS[language];
  const compose = page.getByRole('textbox', { name: reply });
  await compose.fill(text);
  await compose.press('Enter');
  await page.getByRole('listitem').filter({ hasText: text.split('\n')[0] }).getByText(delivered).last().waitFor();
}

/** A button of the conversation in sight. */
export const action = (page, name) => page.getByRole('toolbar').getByRole('button', { name, exact: true });

/** The dialog of a transfer or a conference, with the colleague chosen. */
export async function ask(page, name, language) {
  const t = WORDS[language];
  await action(page, name).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(t.agent, { exact: true }).click();
  await dialog.getByRole('combobox', { name: t.agent }).click();
  await page.getByRole('option', { name: 'Ben Carter' }).click();
  await page.getByRole('listbox').waitFor({ state: 'detached' });
  return { dialog, submit: dialog.getByRole('button', { name, exact: true }) };
}
