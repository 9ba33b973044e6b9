import { Agent } from '../agents.mjs';
import { PEOPLE } from '../people.mjs';
import { WORDS } from '../words.mjs';
import { accept, action, ask, open, say } from './moves.mjs';

/** Transfer and conference, as Ana asks for them and as Ben is asked. Ben is away again afterwards. */
export async function handingOver(stage, ana, language) {
  const t = WORDS[language];
  const ben = await stage.available('ben', language);
  await ana.bringToFront();
  await lists(stage, ana, language);
  await conference(stage, { ana, ben }, language);
  await transfer(stage, { ana, ben }, language);
  await ben.context().close();
  const himself = await Agent.signIn(stage.product.url, 'ben');
  await himself.finish('resolved');
  await himself.become({ state: 'offline' });
  himself.leave();
  await action(ana, t.conference).waitFor();
}

async function lists(stage, ana, language) {
  const t = WORDS[language];
  await action(ana, t.transfer).click();
  const dialog = ana.getByRole('dialog');
  await dialog.getByRole('combobox', { name: t.queue }).click();
  await ana.getByRole('option').first().waitFor();
  await stage.save(ana, `transfer-list-${language}`);
  await ana.keyboard.press('Escape');
  await dialog.getByRole('button', { name: t.cancel }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function conference(stage, { ana, ben }, language) {
  const t = WORDS[language];
  const { invoice } = PEOPLE[language];
  const { dialog, submit } = await ask(ana, t.conference, language);
  await stage.save(ana, `conference-${language}`);
  await submit.click();
  await dialog.waitFor({ state: 'detached' });
  await ana.getByText(t.conferenceRequested, { exact: true }).waitFor();
  await stage.save(ana, `conference-requested-${language}`);
  await ana.getByRole('button', { name: t.dismiss }).click();
  await ben.getByRole('article').waitFor();
  await stage.save(ben, `conference-offer-${language}`);
  await accept(ben, invoice, language);
  await say(ben, invoice.colleague, language);
  await action(ana, t.removeAgent).waitFor();
  await ana.getByText(invoice.colleague).last().waitFor();
  await stage.save(ana, `conference-primary-${language}`);
  await stage.save(ben, `conference-joined-${language}`);
  await action(ben, t.exitConference).click();
  await wrappedUp(stage, ben, 'ben');
}

async function transfer(stage, { ana, ben }, language) {
  const { sizes, invoice } = PEOPLE[language];
  await open(ana, sizes);
  const { submit } = await ask(ana, WORDS[language].transfer, language);
  await stage.save(ana, `transfer-${language}`);
  await submit.click();
  await ben.getByRole('article').waitFor();
  await stage.save(ben, `transfer-offer-${language}`);
  await wrappedUp(stage, ana, 'ana');
  await accept(ben, sizes, language);
  await open(ana, invoice);
}

/** The dialog is there, and gone when the reason is given. */
async function wrappedUp({ product }, page, agentId) {
  await page.getByRole('combobox', { name: /^(Wrap Up Reasons|Motivos de cierre)$/ }).waitFor();
  const agent = await Agent.signIn(product.url, agentId);
  await agent.wrapUpAll('question-answered');
  agent.leave();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
