const support = '100000000000001';
const sales = '100000000000002';

/** People and their words, the same in every run; only the times differ. */
const lucia = { from: '34600111222', name: 'Lucía Fernández', phoneNumberId: support };
const tom = { from: '491701234567', name: 'Tom Becker', phoneNumberId: support };
const marta = { from: '34611222333', name: 'Marta Gil', phoneNumberId: support };
const joao = { from: '351912345678', name: 'João Pires', phoneNumberId: sales };

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
    await diego.getByRole('button', { name: 'Finalizar', exact: true }).click();
    await diego.getByRole('combobox', { name: 'Motivos de cierre' }).fill('pe');
    await diego.getByRole('option', { name: 'Pedido realizado' }).waitFor();
    await this.save(diego, 'wrap-up-es');
    await diego.getByRole('option', { name: 'Pedido realizado' }).click();
    await diego.getByRole('button', { name: 'Enviar cierre' }).click();
    await diego.getByRole('dialog').waitFor({ state: 'detached' });
  }

  async reports() {
    const sofia = await this.signedIn('sofia', { locale: 'en-GB' });
    await sofia.getByRole('link', { name: 'Reports' }).click();
    await sofia.getByRole('tab', { name: 'Wrap-up reasons' }).click();
    await sofia.getByRole('cell', { name: 'Order placed' }).waitFor();
    await this.save(sofia, 'reports-en');
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
