const support = '100000000000001';
const sales = '100000000000002';

/** People and their words, the same in every run; only the times differ. */
const lucia = { from: '34600111222', name: 'Lucía Fernández', phoneNumberId: support };
const tom = { from: '491701234567', name: 'Tom Becker', phoneNumberId: support };
const marta = { from: '34611222333', name: 'Marta Gil', phoneNumberId: support };
const joao = { from: '351912345678', name: 'João Pires', phoneNumberId: sales };

const OFFICE = {
  en: {
    wallboard: 'Wallboard', live: 'Live', actionsOf: 'Actions for', changeState: 'Change state…', lunch: 'Lunch', conversations: 'Conversations', timeline: 'Timeline',
    previous: 'Previous event', asItWas: /^As it was on/, reassign: 'Reassign', reports: 'Reports',
    tabs: { 'reports-conversations': 'Conversations', 'reports-queues': 'Queues', 'reports-agents': 'Agents', 'reports-wrap-up': 'Wrap-up reasons' },
  },
  es: {
    wallboard: 'Panel en vivo', live: 'En vivo', actionsOf: 'Acciones para', changeState: 'Cambiar estado…', lunch: 'Almuerzo', conversations: 'Conversaciones', timeline: 'Cronología',
    previous: 'Evento anterior', asItWas: /^Tal como estaba el/, reassign: 'Reasignar', reports: 'Informes',
    tabs: { 'reports-conversations': 'Conversaciones', 'reports-queues': 'Colas', 'reports-agents': 'Agentes', 'reports-wrap-up': 'Motivos de cierre' },
  },
};

/** What the pictures show: two conversations and an offer, a wrap-up, the same in Spanish and dark, the reports, the phone. */
export class Scene {
  constructor({ browser, product, save }) {
    Object.assign(this, { browser, product, save });
  }

  async english() {
    const ana = await this.agent('ana', { locale: 'en-GB' });
    this.ana = ana;
    await this.writes(lucia, 'Good morning! My order 10423 has not arrived yet.');
    await accept(ana, lucia);
    await say(ana, 'Good morning, Lucía. Let me look at it for you.');
    await this.writes(lucia, 'Thank you. Here is where it should go:');
    await this.writes(lucia, 'Calle Mayor 12, 28013 Madrid', {
      type: 'location',
      raw: { location: { name: 'Calle Mayor 12', address: '28013 Madrid', latitude: 40.4168, longitude: -3.7038 } },
    });
    await ana.getByText('Calle Mayor 12').last().waitFor();
    await say(ana, 'I see it: the parcel left our warehouse this morning.\nYou will have it tomorrow between 9 and 13 h.');
    await this.writes(tom, 'Hello, which sizes do you have in blue?');
    await accept(ana, tom);
    await ana.getByRole('button', { name: /Lucía Fernández/ }).click();
    await this.writes(marta, 'Hi! I would like to change my invoice address.');
    await offerOf(ana, marta).waitFor();
    await this.save(ana, 'desktop-en');
    await accept(ana, marta);
    await say(ana, 'Of course, Marta. What is the new address?');
    await this.writes(marta, 'Plaza Nueva 3, Bilbao. That is all, thank you!');
    await ana.getByText('Plaza Nueva 3, Bilbao. That is all, thank you!').last().waitFor();
    await this.save(ana, 'conversation-en');
    await this.dialogs(ana, 'en');
    await ana.getByRole('button', { name: 'End', exact: true }).click();
    await ana.getByRole('combobox', { name: 'Wrap Up Reasons' }).click();
    await ana.getByRole('option', { name: 'Question answered' }).hover();
    await this.save(ana, 'wrap-up-en');
    await ana.getByRole('option', { name: 'Question answered' }).click();
    await ana.getByRole('button', { name: 'Submit Wrap Up' }).click();
    await ana.getByRole('dialog').waitFor({ state: 'detached' });
  }

  async spanish() {
    const diego = await this.agent('diego', { locale: 'es-ES', colorScheme: 'dark' });
    await this.writes(joao, 'Buenas tardes, ¿hacen envíos a Portugal?');
    await offerOf(diego, joao).waitFor();
    await accept(diego, joao);
    await say(diego, 'Buenas tardes, João. Sí, enviamos a Portugal en 48 horas.');
    await this.writes(joao, '¡Perfecto, muchas gracias!');
    await diego.getByText('¡Perfecto, muchas gracias!').last().waitFor();
    await this.save(diego, 'desktop-es');
    await this.save(diego, 'conversation-es');
    await this.dialogs(diego, 'es');
    await diego.getByRole('button', { name: 'Finalizar', exact: true }).click();
    await diego.getByRole('combobox', { name: 'Motivos de cierre' }).fill('pe');
    await diego.getByRole('option', { name: 'Pedido realizado' }).waitFor();
    await this.save(diego, 'wrap-up-es');
    await diego.getByRole('option', { name: 'Pedido realizado' }).click();
    await diego.getByRole('button', { name: 'Enviar cierre' }).click();
    await diego.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** Handing over and conferring, as the agent is asked. */
  async dialogs(page, language) {
    const names = { en: { transfer: 'Transfer', conference: 'Conference' }, es: { transfer: 'Transferir', conference: 'Conferencia' } }[language];
    for (const [dialog, action] of Object.entries(names)) {
      await page.getByRole('toolbar').getByRole('button', { name: action, exact: true }).click();
      await page.getByRole('dialog').getByRole('combobox').first().click();
      await page.getByRole('option').first().waitFor();
      await this.save(page, `${dialog}-${language}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  }

  /** The pages of whoever leads, in one language. */
  async office({ locale, colorScheme }) {
    const t = OFFICE[locale.slice(0, 2)];
    const name = (page) => `${page}-${locale.slice(0, 2)}`;
    const sofia = await this.signedIn('sofia', { locale, colorScheme, timezoneId: 'Europe/Madrid', viewport: { width: 1440, height: 1080 } });
    const go = (page) => sofia.getByRole('link', { name: page, exact: true }).click();
    await go(t.wallboard);
    await sofia.getByText(t.live, { exact: true }).first().waitFor();
    await sofia.locator('.recharts-bar-rectangle').first().waitFor();
    await this.save(sofia, name('wallboard'));
    await sofia.getByRole('button', { name: `${t.actionsOf} Ana López` }).click();
    await sofia.getByRole('menuitem', { name: t.changeState }).click();
    await sofia.getByRole('dialog').getByText(t.lunch, { exact: true }).click();
    await this.save(sofia, name('agent-state'));
    await sofia.keyboard.press('Escape');
    await go(t.conversations);
    await sofia.getByRole('button', { name: /Lucía Fernández/ }).click();
    await sofia.getByRole('heading', { name: t.timeline }).waitFor();
    await this.save(sofia, name('timeline'));
    for (let steps = 0; steps < 6; steps += 1) await sofia.getByRole('button', { name: t.previous }).click();
    await sofia.getByText(t.asItWas).first().waitFor();
    await sofia.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    await this.save(sofia, name('time-travel'));
    await sofia.getByRole('button', { name: t.reassign, exact: true }).click();
    await sofia.getByRole('combobox').first().click();
    await sofia.getByRole('option').first().waitFor();
    await this.save(sofia, name('reassign'));
    await sofia.keyboard.press('Escape');
    await sofia.keyboard.press('Escape');
    await go(t.reports);
    for (const [page, tab] of Object.entries(t.tabs)) {
      await sofia.getByRole('tab', { name: tab }).click();
      await sofia.getByRole('tabpanel').getByRole('table').first().waitFor();
      if (page !== 'reports-wrap-up') await sofia.locator('.recharts-surface').first().waitFor();
      await this.save(sofia, name(page));
    }
    await sofia.context().close();
  }

  async signIn(locale) {
    const page = await this.page({ locale }, this.product.url);
    await page.getByLabel(/Username|Nombre de usuario/).waitFor();
    await this.save(page, `sign-in-${locale.slice(0, 2)}`);
    await page.context().close();
  }

  async phone() {
    const page = await this.page({ locale: 'en-GB', viewport: { width: 1000, height: 760 } }, this.product.simulatorUrl);
    await page.getByRole('button', { name: /Lucía Fernández/ }).click();
    await page.getByText('Good morning, Lucía').last().waitFor();
    await this.save(page, 'phone');
  }

  async writes({ from, name, phoneNumberId }, text, more = {}) {
    const answer = await fetch(`${this.product.simulatorUrl}/control/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from, name, phoneNumberId, text, wait: true, ...more }),
    });
    if (!answer.ok) throw new Error(`the simulator answered ${answer.status}`);
  }

  async page(options, url) {
    const profile = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
    const page = await profile.newPage();
    await page.goto(url);
    return page;
  }

  async signedIn(agentId, options) {
    const page = await this.page(options, this.product.url);
    await page.getByLabel(/Username|Nombre de usuario/).fill(agentId);
    await page.getByLabel(/Password|Contraseña/).fill(`parley-${agentId}`);
    await page.getByRole('button', { name: /Sign in|Iniciar sesión/ }).click();
    return page;
  }

  /** Signed in and ready for requests. */
  async agent(agentId, options) {
    const page = await this.signedIn(agentId, options);
    await page.getByRole('button', { name: /^(Go to Available|Pasar a Disponible)$/ }).click();
    await page.getByRole('button', { name: /: (Available|Disponible)$/ }).waitFor();
    return page;
  }
}

const offerOf = (page, { name }) => page.getByRole('article').filter({ hasText: name });

async function accept(page, customer) {
  await offerOf(page, customer)
    .getByRole('button', { name: /^(Accept|Aceptar)$/ })
    .click();
  await page.getByRole('region', { name: new RegExp(customer.name) }).waitFor();
}

async function say(page, text) {
  const compose = page.getByRole('textbox', { name: /^(Reply to|Responder a) / });
  await compose.fill(text);
  await compose.press('Enter');
  const first = text.split('\n')[0];
  await page
    .getByRole('listitem')
    .filter({ hasText: first })
    .getByText(/^(Delivered|Entregado|Read|Leído)$/)
    .last()
    .waitFor();
}
