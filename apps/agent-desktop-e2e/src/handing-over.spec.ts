import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';
import { pair } from './testing/pair';

journeys('an agent hands over or asks a colleague in', new ContactCenterFile({ offerTimeoutSeconds: 12 }), (on) => {
  it('S-19, S-20, S-22, S-24, S-25: a transfer to an agent', async () => {
    const { ana, ben, customer } = await pair(on, 'Tess Transfer');
    const dialog = await ana.ask('Transfer', 'Transfer Request');
    expect(await dialog.submit.isDisabled()).toBe(true);
    await dialog.kind('Agent');
    await dialog.field('Agent').fill('nobody like that');
    await dialog.itself.getByText('Nothing matches').waitFor();
    await dialog.field('Agent').fill('CARTÉR');
    expect(await dialog.options.allInnerTexts()).toEqual([expect.stringContaining('Ben Carter')]);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await dialog.options.click();
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await dialog.submit.click();

    await ana.wrapUp.waitFor();
    await dialog.itself.waitFor({ state: 'detached' });
    await ana.notices.getByText('Transfer to Ben Carter requested.').waitFor();
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    const offer = ben.offer(customer);
    await offer.getByRole('heading', { name: 'Transfer to you' }).waitFor();
    expect(await ben.fact('Requested by', offer).innerText()).toBe('Ana López');
    expect(await ben.fact('Queue Name', offer).innerText()).toBe('Support');
    await ben.accept(customer);
    await ben.bubble(`I am ${customer.name}`).waitFor();
    await ben.systemLine('Ana López handed the conversation over to Ben Carter (queue Support)').waitFor();
    await ana.wrapUpWith('Question answered');
    await ana.page.getByText('No open conversations').waitFor();
    await ben.write('Ben here');
    expect(
      await eventually(
        () => customer.received(),
        ({ length }) => length > 0,
      ),
    ).toEqual(['Ben here']);
    await ben.end();
    await ben.wrapUpWith('Resolved');
  });

  it('S-19, S-21, S-24: a transfer to a queue, and how it is taken back before anybody has it', async () => {
    const { ana, customer } = await pair(on, 'Quentin Queue');
    const hand = async () => {
      const dialog = await ana.ask('Transfer', 'Transfer Request');
      await dialog.field('Queue').click();
      for (const name of ['Support', 'Sales']) await ana.page.getByRole('option', { name, exact: true, description: /^\d+ available · \d+ waiting$/ }).waitFor();
      expect(await dialog.options.count()).toBe(2);
      await dialog.choose('Queue', 'sal', 'Sales');
      await dialog.submit.click();
      await ana.wrapUp.waitFor();
    };
    await hand();
    await ana.page.reload();
    await ana.wrapUp.getByText('Nobody has accepted the transfer yet.').waitFor();
    await ana.wrapUp.getByRole('button', { name: 'Take back' }).click();
    await ana.wrapUp.waitFor({ state: 'detached' });
    await ana.compose.waitFor();
    expect(await ana.notices.getByText(/default wrap-up reason/).count()).toBe(0);

    await hand();
    const diego = await (await on.open()).available('diego');
    expect(await diego.fact('Queue Name', diego.offer(customer)).innerText()).toBe('Sales');
    await diego.accept(customer);
    for (const line of ['Ana López transferred the conversation to the queue Sales', 'The transfer to Sales was taken back']) await diego.systemLine(line).first().waitFor();
    await ana.wrapUp.getByRole('button', { name: 'Take back' }).waitFor({ state: 'detached' });
    await ana.wrapUpWith('Resolved');
    await diego.end();
    await diego.wrapUpWith('Resolved');
    await diego.choose('Lunch');
  });

  it('S-22, S-23: whoever went away meanwhile is named, and the list is fresh', async () => {
    const { ana, ben, customer } = await pair(on, 'Gwen Gone');
    const dialog = await ana.ask('Transfer', 'Transfer Request');
    await dialog.choose('Agent', 'ben', 'Ben Carter');
    const asOf = dialog.itself.getByText(/^As of \d/);
    const before = await asOf.innerText();
    await ben.choose('Lunch');
    await ben.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
    const readAgain = ana.page.waitForResponse(/directory\/agents/);
    await dialog.submit.click();

    await dialog.itself.getByRole('alert').getByText('Ben Carter is not available any more.').waitFor();
    await readAgain;
    expect(await dialog.submit.isDisabled()).toBe(true);
    await dialog.field('Agent').click();
    await dialog.itself.getByText('No other agent is available right now').waitFor();
    expect(await accessibilityFaults(ana.page)).toEqual([]);

    await ben.choose('Available');
    await ben.page.getByRole('button', { name: 'State: Available' }).waitFor();
    await ana.page.keyboard.press('Escape');
    await eventually(
      async () => {
        await dialog.itself.getByRole('button', { name: 'Refresh' }).click();
        return asOf.innerText();
      },
      (text) => text !== before,
    );
    await dialog.choose('Agent', 'ben', 'Ben Carter');
    await ben.choose('Lunch');
    await ben.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
    await dialog.itself.getByRole('button', { name: 'Refresh' }).click();
    await dialog.itself.getByRole('alert').getByText('Ben Carter is not available any more.').waitFor();
    await dialog.itself.getByRole('button', { name: 'Cancel' }).click();
    await dialog.itself.waitFor({ state: 'detached' });
    await ana.write('Still with you');
    await ana.bubble('Still with you').getByText('Delivered').waitFor();
    expect(await ben.offer(customer).count()).toBe(0);
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('S-26: a transfer that nobody accepts is dropped, and the customer returns to the queue', async () => {
    const { ana, ben, customer } = await pair(on, 'Mia Missed');
    const dialog = await ana.ask('Transfer', 'Transfer Request');
    await dialog.choose('Agent', 'ben', 'Ben Carter');
    await dialog.submit.click();
    await ben.offer(customer).waitFor();
    await ana.wrapUpWith('Resolved');
    await ben.page.getByRole('button', { name: 'State: RONA' }).waitFor();
    await ben.offer(customer).waitFor({ state: 'detached' });
    await ben.notices.getByText(`You did not accept the request of ${customer.name} in time.`).waitFor();
    const offer = ana.offer(customer);
    await offer.getByRole('heading', { name: 'New request' }).waitFor();
    await ana.accept(customer);
    await ana.systemLine('The transfer to Ben Carter was not accepted').waitFor();
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('S-27, S-28, S-29, S-30, S-31, S-32, S-33, S-34, S-35: a conference, from the request to the end', async () => {
    const { ana, ben, customer } = await pair(on, 'Connie Conference');
    const ask = async () => {
      const dialog = await ana.ask('Conference', 'Conference Request');
      await dialog.choose('Agent', 'ben', 'Ben Carter');
      await dialog.submit.click();
      await dialog.itself.waitFor({ state: 'detached' });
    };
    const join = async () => {
      await ben.offer(customer).getByRole('heading', { name: 'Conference with you' }).waitFor();
      await ben.accept(customer);
    };
    const actions = async (desktop: typeof ana) => (await desktop.page.getByRole('toolbar').getByRole('button').allInnerTexts()).filter(Boolean);
    const status = async (desktop: typeof ana, text: string) => {
      await desktop.status.getByText(text, { exact: true }).waitFor();
      expect(await desktop.page.getByText(text, { exact: true }).count()).toBe(1);
    };

    const dialog = await ana.ask('Conference', 'Conference Request');
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await ana.page.keyboard.press('Escape');
    await dialog.itself.waitFor({ state: 'detached' });
    await ask();
    await status(ana, 'Conference Requested');
    expect(await actions(ana)).toEqual(['Cancel request', 'End']);
    await ben.offer(customer).waitFor();
    await ana.action('Cancel request').click();
    await status(ana, 'Active');
    await ben.offer(customer).waitFor({ state: 'detached' });
    await ben.notices.getByText(`The request of ${customer.name} was withdrawn.`).waitFor();
    expect(await ana.notices.getByText(/Nobody joined/).count()).toBe(0);

    await ask();
    expect(await ben.fact('Requested by', ben.offer(customer)).innerText()).toBe('Ana López');
    await join();
    for (const desktop of [ana, ben]) {
      await status(desktop, 'Conference');
      await desktop.systemLine('Ben Carter joined the chat').waitFor();
      const people = desktop.details.getByRole('list', { name: 'Participants' }).getByRole('listitem');
      expect((await people.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
        expect.stringContaining('Ana López Primary agent'),
        expect.stringContaining('Ben Carter Joined agent'),
      ]);
      expect(await accessibilityFaults(desktop.page)).toEqual([]);
    }
    expect(await actions(ana)).toEqual(['Transfer', 'Hand over', 'Remove agent', 'End Conference']);
    expect(await actions(ben)).toEqual(['Exit Conference']);
    await ana.write('Ana asks');
    await ben.bubble('Ana asks').waitFor();
    await ben.write('Ben knows');
    await ana.bubble('Ben knows').getByText('Ben Carter').waitFor();
    expect(
      await eventually(
        () => customer.received(),
        ({ length }) => length > 1,
      ),
    ).toEqual(['Ana asks', 'Ben knows']);

    await ben.action('Exit Conference').click();
    await ben.wrapUp.waitFor();
    await ana.systemLine('Ben Carter left the chat').waitFor();
    await status(ana, 'Active');
    await customer.writes('Between the two of us');
    await ana.bubble('Between the two of us').waitFor();
    expect(await ben.bubble('Between the two of us').count()).toBe(0);
    expect(await ben.compose.count()).toBe(0);
    await ask();
    await join();
    await ben.wrapUpWith('Resolved');
    await ben.bubble('Between the two of us').waitFor();

    await ana.action('Remove agent').click();
    await ben.wrapUp.waitFor();
    await ben.notices.getByText(`You were removed from the conference with ${customer.name}.`).waitFor();
    await ben.wrapUpWith('Resolved');
    await status(ana, 'Active');

    const toQueue = await ana.ask('Conference', 'Conference Request');
    await toQueue.choose('Queue', 'supp', 'Support');
    await toQueue.submit.click();
    await join();
    await status(ana, 'Conference');
    await ana.action('End Conference').click();
    for (const desktop of [ana, ben]) {
      await desktop.wrapUp.waitFor();
      await desktop.wrapUpWith('Resolved');
    }
    expect(await customer.received()).toEqual(['Ana asks', 'Ben knows']);
  });

  it('S-20, D-4: a conference goes to the agent who joined, at once, or to somebody else', async () => {
    const { ana, ben, customer } = await pair(on, 'Hanna Handed');
    const join = async (primary: typeof ana, joining: typeof ana, [search, name]: [string, string]) => {
      const dialog = await primary.ask('Conference', 'Conference Request');
      await dialog.choose('Agent', search, name);
      await dialog.submit.click();
      await joining.accept(customer);
      await primary.action('Hand over').waitFor();
    };
    await join(ana, ben, ['ben', 'Ben Carter']);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await ana.action('Hand over').click();
    await ana.wrapUp.waitFor();
    await ben.systemLine('Ana López handed the conversation over to Ben Carter').waitFor();
    await ben.action('End').waitFor();
    await ben.status.getByText('Active', { exact: true }).waitFor();
    await ana.wrapUpWith('Resolved');

    await join(ben, ana, ['ana', 'Ana López']);
    const transfer = await ben.ask('Transfer', 'Transfer Request');
    await transfer.choose('Queue', 'supp', 'Support');
    await transfer.submit.click();
    for (const desktop of [ana, ben]) await desktop.wrapUp.waitFor();
    await ana.notices.getByText(`You were removed from the conference with ${customer.name}.`).waitFor();
    await ana.wrapUpWith('Resolved');
    await ana.accept(customer);
    await ben.wrapUpWith('Resolved');
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('S-29, S-30: a request that nobody accepts ends, and its agent is told', async () => {
    const { ana, ben, customer } = await pair(on, 'Alone Again');
    const dialog = await ana.ask('Conference', 'Conference Request');
    await dialog.choose('Agent', 'ben', 'Ben Carter');
    await dialog.submit.click();
    await ben.page.getByRole('button', { name: 'State: RONA' }).waitFor();
    await ana.notices.getByText(`Nobody joined the conversation with ${customer.name}.`).waitFor();
    await ana.action('Conference').waitFor();
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('S-20, S-27, S-28, S-29, S-30, S-31, S-33, D-4 in Spanish', async () => {
    const { ana, ben, customer } = await pair(on, 'Elena Española', { locale: 'es-ES' });
    const transfer = await ana.ask('Transferir', 'Transferir solicitud');
    await ana.page.keyboard.press('Escape');
    await transfer.itself.waitFor({ state: 'detached' });
    const dialog = await ana.ask('Conferencia', 'Solicitud de conferencia');
    await dialog.choose('Agente', 'ben', 'Ben Carter');
    await dialog.submit.click();
    await ana.page.getByText('Conferencia solicitada').waitFor();
    await ben.offer(customer).getByRole('heading', { name: 'Conferencia con usted' }).waitFor();
    await ben.accept(customer);
    await ben.action('Salir de conferencia').waitFor();
    for (const desktop of [ana, ben]) {
      await desktop.page.getByText('Conferencia', { exact: true }).waitFor();
      await desktop.systemLine('Ben Carter se unió al chat').waitFor();
    }
    await ana.action('Quitar agente').waitFor();
    await ana.action('Transferir').waitFor();
    await ana.action('Ceder').click();
    await ben.systemLine('Ana López cedió la conversación a Ben Carter').waitFor();
    await ben.action('Finalizar').click();
    await ana.wrapUpWith('Resuelto');
    await ben.wrapUpWith('Resuelto');
  });
});
