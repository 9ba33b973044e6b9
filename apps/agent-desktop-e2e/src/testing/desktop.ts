import type { Locator, Page } from 'playwright-core';
import { callAs } from './api';
import type { Customer } from './customers';
import { eventually } from './eventually';

/** The desktop as somebody at it sees it: everything is found by role and label, in English unless said otherwise. */
export class Desktop {
  constructor(readonly page: Page) {}

  async signIn(agentId: string): Promise<this> {
    await this.page.getByLabel(/^(Username|Nombre de usuario)$/).fill(agentId);
    await this.page.getByLabel(/^(Password|Contraseña)$/).fill(`parley-${agentId}`);
    await this.page.getByRole('button', { name: /^(Sign in|Iniciar sesión)$/ }).click();
    return this;
  }

  /** Signed in and ready for requests. */
  async available(agentId: string): Promise<this> {
    await this.signIn(agentId);
    await this.state.waitFor();
    if (await this.page.getByRole('button', { name: 'State: Available' }).isVisible()) return this;
    await this.choose('Available');
    await this.page.getByRole('button', { name: 'State: Available' }).waitFor();
    return this;
  }

  /** Another tab in the same browser, at the sign-in page. */
  async another(): Promise<Desktop> {
    const page = await this.page.context().newPage();
    await page.goto(this.page.url());
    return new Desktop(page);
  }

  /** Chooses an entry of the state's menu; the server has heard of it. */
  async choose(entry: string): Promise<void> {
    await this.state.click();
    const answered = this.page.waitForResponse((response) => response.request().method() === 'PUT' && response.url().endsWith('/api/me/state'));
    await Promise.all([answered, this.page.getByRole('menuitem', { name: entry }).click()]);
  }

  /** The conversation at that path of the desktop has it, as the agent reads it. What a customer writes gets there a moment after WhatsApp has had its answer. */
  async recorded(agentId: string, conversation: string, text: string): Promise<void> {
    const { origin } = new URL(this.page.url());
    const read = async () => (await callAs(origin, agentId, `/api${conversation}/messages?limit=50`)).text();
    await eventually(read, (messages) => messages.includes(JSON.stringify(text)));
  }

  get state(): Locator {
    return this.page.getByRole('button', { name: /^(State|Estado): / });
  }

  /** Said while what the page shows may be old. */
  get catchingUp(): Locator {
    return this.page.getByRole('status').getByText(/Catching up|Poniéndose al día/);
  }

  get offers(): Locator {
    return this.page.getByRole('article');
  }

  offer({ name }: Customer): Locator {
    return this.offers.filter({ hasText: name });
  }

  async accept(customer: Customer): Promise<void> {
    await this.offer(customer)
      .getByRole('button', { name: /^(Accept|Aceptar)$/ })
      .click();
    await this.messages(customer).waitFor();
  }

  messages({ name }: Customer): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^(Messages with|Mensajes con) ${name}$`) });
  }

  get notices(): Locator {
    return this.page.getByRole('region', { name: /^(Notices|Avisos)$/ });
  }

  /** The messages with this text, in the conversation in sight. */
  bubble(text: string): Locator {
    const thread = this.page.getByRole('region', { name: /^(Messages with|Mensajes con) / });
    return thread.getByRole('listitem').filter({ has: this.page.getByText(text, { exact: true }) });
  }

  get compose(): Locator {
    return this.page.getByRole('textbox', { name: /^(Reply to|Responder a) / });
  }

  get send(): Locator {
    return this.page.getByRole('button', { name: /^(Send|Enviar)$/ });
  }

  async write(text: string): Promise<void> {
    await this.compose.fill(text);
    await this.compose.press('Enter');
  }

  async end(): Promise<void> {
    await this.page.getByRole('button', { name: /^(End|Finalizar)$/ }).click();
    await this.wrapUp.waitFor();
    await this.reasons.and(this.page.locator(':focus')).waitFor();
  }

  /** A button of the conversation in sight. */
  action(name: string): Locator {
    return this.page.getByRole('toolbar').getByRole('button', { name, exact: true });
  }

  /** How the conversation in sight stands. */
  get status(): Locator {
    return this.page.getByRole('status', { name: /^(Status|Estado)$/ });
  }

  /** The interaction panel. */
  get details(): Locator {
    return this.page.getByRole('complementary', { name: /^(Interaction details|Detalles de la interacción)$/ });
  }

  /** The labelled facts of the interaction panel, or of an offer. */
  fact(label: string, within: Locator = this.details): Locator {
    const term = this.page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) });
    return within.locator('dl > div').filter({ has: term }).getByRole('definition');
  }

  /** A line of the conversation that nobody wrote. */
  systemLine(text: string): Locator {
    return this.page.getByRole('region', { name: /^(Messages with|Mensajes con) / }).getByText(text, { exact: true });
  }

  /** The transfer or conference dialog, open. */
  async ask(action: string, title: string): Promise<RequestDialog> {
    await this.action(action).click();
    const dialog = new RequestDialog(this.page, this.page.getByRole('dialog', { name: title, exact: true }), action);
    await dialog.itself.waitFor();
    return dialog;
  }

  get wrapUp(): Locator {
    return this.page.getByRole('dialog', { name: /^(Wrap Up Reasons|Motivos de cierre)$/ });
  }

  get reasons(): Locator {
    return this.wrapUp.getByRole('combobox', { name: /^(Wrap Up Reasons|Motivos de cierre)$/ });
  }

  get submit(): Locator {
    return this.wrapUp.getByRole('button', { name: /^(Submit Wrap Up|Enviar cierre)$/ });
  }

  async wrapUpWith(reason: string): Promise<void> {
    await this.reasons.fill(reason);
    await this.page.getByRole('option', { name: reason }).click();
    await this.submit.click();
    await this.wrapUp.waitFor({ state: 'detached' });
  }
}

/** Where an agent chooses who takes over or joins. */
export class RequestDialog {
  constructor(
    private readonly page: Page,
    readonly itself: Locator,
    private readonly action: string,
  ) {}

  /** Of the two kinds of target, `Queue` or `Agent`. */
  async kind(label: string): Promise<void> {
    await this.itself.getByText(label, { exact: true }).first().click();
    await this.field(label).waitFor();
  }

  field(label: string): Locator {
    return this.itself.getByRole('combobox', { name: label, exact: true });
  }

  get options(): Locator {
    return this.page.getByRole('option');
  }

  async choose(label: string, search: string, name: string): Promise<void> {
    await this.kind(label);
    await this.field(label).fill(search);
    await this.options.filter({ hasText: name }).click();
  }

  get submit(): Locator {
    return this.itself.getByRole('button', { name: this.action, exact: true });
  }
}
