import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import type { Customer } from './testing/customers';
import type { Desktop } from './testing/desktop';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';

/** Longer ago than WhatsApp takes free text. */
const YESTERDAY = { timestamp: Math.floor(Date.now() / 1000) - 24 * 3600 - 60 };

journeys('templates', new ContactCenterFile(), (on) => {
  /** Ana has the conversation of a customer who wrote too long ago for free text. */
  async function lateTalk(name: string, locale = 'en-US'): Promise<{ ana: Desktop; customer: Customer }> {
    const ana = await (await on.open({ locale })).signIn('ana');
    await ana.state.click();
    await ana.page.getByRole('menuitem', { name: /^(Available|Disponible)$/ }).click();
    const customer = on.customers.someone(name);
    await customer.writes('Where is my order?', YESTERDAY);
    await ana.accept(customer);
    return { ana, customer };
  }

  const sendTemplate = (ana: Desktop) => ana.page.getByRole('button', { name: 'Send template' });
  const dialog = (ana: Desktop) => ana.page.getByRole('dialog', { name: 'Send template' });
  const isFocused = (ana: Desktop) => sendTemplate(ana).evaluate((button) => button === document.activeElement);

  const finish = async (ana: Desktop) => {
    await ana.end();
    await ana.wrapUpWith('Resolved');
  };

  it('C-10: a template goes out by keyboard when the reply window is closed, and again when it failed', async () => {
    const { ana, customer } = await lateTalk('Late Lara');
    await ana.page.getByText('Reply window closed').first().waitFor();
    expect(await ana.compose.count()).toBe(0);
    await eventually(() => isFocused(ana), Boolean);
    await ana.page.keyboard.press('Enter');
    const template = dialog(ana).getByRole('combobox', { name: 'Template' });
    await template.pressSequentially('NÉWS of');
    await ana.page.getByRole('option', { name: /News of the order/ }).waitFor();
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('Enter');
    const send = dialog(ana).getByRole('button', { name: 'Send', exact: true });
    expect(await send.isDisabled()).toBe(true);
    await dialog(ana).getByText('Hello [Customer\'s name], there is news of your order [Order number].', { exact: false }).waitFor();
    await dialog(ana).getByLabel("Customer's name").fill('Lara');
    await dialog(ana).getByLabel('Order number').fill('12\t      34');
    const text = 'Hello Lara, there is news of your order 12   34. Answer this message and we will tell you more.';
    await dialog(ana).getByText('Hello Lara, there is news of your order', { exact: false }).waitFor();
    expect(await dialog(ana).locator('figure p').textContent()).toBe(text);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await on.customers.faults({ statuses: { failNext: { times: 1, code: 132015, title: 'Template is paused' } } });
    await ana.page.keyboard.press('Enter');
    await dialog(ana).waitFor({ state: 'detached' });
    await eventually(() => isFocused(ana), Boolean);

    const bubbles = ana.page.getByRole('log').getByRole('listitem').filter({ hasText: 'Hello Lara' });
    await bubbles.getByText(/WhatsApp does not have this template/).waitFor();
    await ana.page.getByRole('button', { name: 'Send again' }).press('Enter');
    await bubbles.last().getByText('Delivered').waitFor();
    expect(await bubbles.getByText('Template', { exact: true }).count()).toBe(2);
    expect(await customer.received()).toEqual([text, text]);
    await eventually(() => isFocused(ana), Boolean);
    await finish(ana);
  });

  it('C-10: what is being filled in stays when the customer writes, and the agent may write again', async () => {
    const { ana, customer } = await lateTalk('Quick Quinn');
    await sendTemplate(ana).click();
    await dialog(ana).getByRole('combobox', { name: 'Template' }).fill('news');
    await ana.page.getByRole('option', { name: /News of the order/ }).click();
    await dialog(ana).getByLabel("Customer's name").fill('Quinn');
    await customer.writes('Hello? Anybody?');
    await ana.page.getByText(/left to reply/).first().waitFor({ state: 'attached' });
    expect(await dialog(ana).getByLabel("Customer's name").inputValue()).toBe('Quinn');
    await dialog(ana).getByRole('button', { name: 'Cancel' }).click();
    await dialog(ana).waitFor({ state: 'detached' });
    await eventually(() => ana.compose.evaluate((field) => field === document.activeElement), Boolean);
    await ana.write('I am here');
    await eventually(() => customer.received(), (received) => received.length === 1);
    await sendTemplate(ana).click();
    await dialog(ana).getByRole('combobox', { name: 'Template' }).waitFor();
    await ana.page.keyboard.press('Escape');
    await finish(ana);
  });

  it('C-10: en español', async () => {
    const { ana, customer } = await lateTalk('Tarde Tomás', 'es-ES');
    await ana.page.getByRole('button', { name: 'Enviar plantilla' }).click();
    const plantilla = ana.page.getByRole('dialog', { name: 'Enviar plantilla' });
    await plantilla.getByRole('combobox', { name: 'Plantilla' }).fill('retomar');
    await ana.page.getByRole('option', { name: /Retomar la conversación/ }).click();
    await plantilla.getByLabel('Nombre del cliente').fill('Tomás');
    await plantilla.getByText('Vista previa').waitFor();
    await plantilla.getByRole('button', { name: 'Enviar', exact: true }).click();
    await eventually(() => customer.received(), (received) => received[0]?.startsWith('Hola Tomás, ayer') === true);
    await ana.end();
    await ana.wrapUpWith('Resuelto');
  });
});
