import { PEOPLE } from '../people.mjs';
import { WORDS } from '../words.mjs';
import { accept, open, say } from './moves.mjs';
import { damagedParcel, deliveryNote } from './files.mjs';
import { handingOver } from './handing-over.mjs';

/** An agent's work in one language: a request, conversations, handing over, files, what goes wrong, and the wrap-up. */
export async function desk(stage, language) {
  const people = PEOPLE[language];
  const ana = await stage.available('ana', language);
  await conversations(stage, ana, language);
  await handingOver(stage, ana, language);
  await files(stage, ana, language);
  await troubles(stage, ana, language);
  await open(ana, people.invoice);
  await wrapUp(stage, ana, language);
  await ana.context().close();
}

async function conversations(stage, ana, language) {
  const { customers } = stage;
  const { order, sizes, invoice } = PEOPLE[language];
  await customers.write(order, order.first);
  await accept(ana, order, language);
  await say(ana, order.answers[0], language);
  await customers.write(order, order.place);
  await customers.write(order, 'Calle Mayor 12, 28013 Madrid', {
    type: 'location',
    raw: { location: { name: 'Calle Mayor 12', address: '28013 Madrid', latitude: 40.4168, longitude: -3.7038 } },
  });
  await ana.getByText('Calle Mayor 12').last().waitFor();
  await say(ana, order.answers[1], language);
  await customers.write(sizes, sizes.first);
  await accept(ana, sizes, language);
  await open(ana, order);
  await customers.write(invoice, invoice.first);
  await ana.getByRole('article').filter({ hasText: invoice.name }).waitFor();
  await stage.save(ana, `desktop-${language}`);
  await accept(ana, invoice, language);
  await say(ana, invoice.answer, language);
  await customers.write(invoice, invoice.last);
  await ana.getByText(invoice.last).last().waitFor();
  await stage.save(ana, `conversation-${language}`);
}

/** What customers send beside words, and letters that are written from right to left. */
async function files(stage, ana, language) {
  const t = WORDS[language];
  const { damage } = PEOPLE[language];
  await stage.customers.write(damage, damage.first);
  await accept(ana, damage, language);
  await stage.customers.send(damage, { mimeType: 'image/png', bytes: await damagedParcel(stage), caption: damage.caption });
  await stage.customers.send(damage, { mimeType: 'application/pdf', bytes: await deliveryNote(stage), filename: damage.document });
  await stage.customers.write(damage, damage.last);
  await say(ana, damage.answer, language);
  await ana.getByRole('button', { name: t.picture }).getByRole('img').waitFor();
  await stage.save(ana, `media-${language}`);
}

/** A message that does not arrive, a window with little room, and a line that is down. */
async function troubles(stage, ana, language) {
  const t = WORDS[language];
  const { damage } = PEOPLE[language];
  await stage.customers.doNotGetTheNext();
  const compose = ana.getByRole('textbox', { name: t.reply });
  await compose.fill(damage.failing);
  await compose.press('Enter');
  await ana.getByRole('button', { name: t.again }).waitFor();
  await stage.save(ana, `failed-${language}`);
  await ana.getByRole('button', { name: t.again }).click();
  await ana.getByText(t.delivered).last().waitFor();
  const usual = ana.viewportSize();
  await ana.setViewportSize({ width: 500, height: 400 });
  await stage.save(ana, `small-${language}`);
  await ana.setViewportSize(usual);
  await ana.context().setOffline(true);
  await ana.getByText(t.catchingUp).waitFor();
  await stage.save(ana, `catching-up-${language}`);
  await ana.context().setOffline(false);
  await ana.getByText(t.caughtUp).waitFor();
  await ana.getByText(t.caughtUp).waitFor({ state: 'detached' });
}

async function wrapUp(stage, ana, language) {
  const t = WORDS[language];
  await ana.getByRole('toolbar').getByRole('button', { name: t.end, exact: true }).click();
  await ana.getByRole('combobox', { name: t.wrapUp }).click();
  await ana.getByRole('option', { name: t.reason }).hover();
  await stage.save(ana, `wrap-up-list-${language}`);
  await ana.getByRole('option', { name: t.reason }).click();
  await ana.getByRole('listbox').waitFor({ state: 'detached' });
  await stage.save(ana, `wrap-up-${language}`);
  await ana.getByRole('button', { name: t.submit }).click();
  await ana.getByRole('dialog').waitFor({ state: 'detached' });
}
