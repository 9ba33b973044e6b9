import { callAs } from './testing/api';
import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';

journeys('an agent answers a customer', new ContactCenterFile(), (on) => {
  it('S-04, S-05, S-06, S-07, S-08, S-09, S-10, S-14, S-15, S-16, S-17, S-18, S-37, S-38, S-39: from the offer to the report', async () => {
    const ana = await (await on.open()).available('ana');
    const lucia = on.customers.someone('Lucía Fernández');
    await lucia.writes('My order has not arrived');

    const offer = ana.offer(lucia);
    await offer.waitFor();
    const labelled = async (label: string) =>
      (await offer.locator('dl > div').filter({ hasText: label }).getByRole('definition').innerText()).trim();
    expect(await labelled('Customer Name')).toBe('Lucía Fernández');
    expect(await labelled('Customer Phone Number')).toBe(lucia.phone);
    expect(await labelled('Source Number')).toBe(lucia.sourceNumber);
    expect(await labelled('Queue Name')).toBe('Support');
    expect(await offer.getByRole('timer', { name: 'Time since the request came' }).innerText()).toMatch(/^0:\d\d$/);
    await ana.accept(lucia);
    await offer.waitFor({ state: 'detached' });

    await ana.page.getByRole('complementary', { name: 'Interaction details' }).waitFor();
    expect(await ana.compose.evaluate((field) => field === document.activeElement)).toBe(true);
    await ana.bubble('My order has not arrived').waitFor();

    await ana.compose.pressSequentially('I am looking');
    await ana.compose.press('Shift+Enter');
    await ana.compose.pressSequentially('One moment');
    expect(await ana.compose.inputValue()).toBe('I am looking\nOne moment');
    await ana.compose.press('Enter');
    await ana.bubble('I am looking One moment').getByText('Delivered').waitFor();
    expect(await lucia.received()).toEqual(['I am looking\nOne moment']);

    await ana.compose.fill('It will come tomorrow');
    await ana.send.click();
    await ana.bubble('It will come tomorrow').getByText('Delivered').waitFor();

    await ana.end();
    expect(await ana.compose.count()).toBe(0);
    expect(await ana.submit.isDisabled()).toBe(true);
    await ana.wrapUpWith('Question answered');
    await ana.page.getByText('No open conversations').waitFor();

    const sofia = await (await on.open()).signIn('sofia');
    await sofia.page.getByRole('link', { name: 'Reports' }).click();
    const row = sofia.page.getByRole('row').filter({ hasText: 'Lucía Fernández' });
    const seen = await eventually(
      async () => {
        await sofia.page.getByRole('button', { name: 'Refresh' }).click();
        return row.allInnerTexts();
      },
      ([text]) => text?.includes('Question answered') ?? false,
    );
    expect(seen).toHaveLength(1);
    await sofia.page.getByRole('tab', { name: 'Wrap-up reasons' }).click();
    await sofia.page.getByRole('row').filter({ hasText: 'Question answered' }).waitFor();
    const [file] = await Promise.all([
      sofia.page.waitForEvent('download'),
      sofia.page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('parley-wrap-up-reasons.csv');
  });

  it('S-01, S-02, S-03: one request however often its webhook comes, and an answer from the number that was written to', async () => {
    const ana = await (await on.open()).available('ana');
    const rosa = on.customers.someone('Rosa Repeated');
    await on.customers.faults({ webhooks: { duplicate: 4 } });
    await Promise.all([rosa.writes('Hello'), rosa.writes('Is anybody there?')]);
    await ana.accept(rosa);
    await on.customers.faults({ webhooks: { duplicate: 0 } });

    for (const text of ['Hello', 'Is anybody there?']) {
      await ana.bubble(text).first().waitFor();
      expect(await ana.bubble(text).count()).toBe(1);
    }
    expect(await ana.offers.count()).toBe(0);
    const tasks = ana.page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: /Rosa Repeated/ });
    expect(await tasks.count()).toBe(1);

    const found = await callAs(on.product.url, 'sofia', '/api/conversations?search=Rosa+Repeated');
    const { items } = (await found.json()) as { items: { conversationId: string }[] };
    expect(items).toHaveLength(1);
    const asAnother = await callAs(on.product.url, 'diego', `/api/conversations/${items[0]?.conversationId}`);
    expect(asAnother.status).toBe(403);
    await ana.write('Yes, I am here');
    await ana.bubble('Yes, I am here').getByText('Delivered').waitFor();
    expect(await rosa.received()).toEqual(['Yes, I am here']);
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('S-10, S-15: a reload keeps the running time and what was written', async () => {
    const ana = await (await on.open()).available('ana');
    const [first, second] = [on.customers.someone('Marta Gil'), on.customers.someone('Tom Becker')];
    await first.writes('Hello');
    await ana.accept(first);
    await ana.compose.fill('Half a sentence');
    await second.writes('Hi');
    const timer = ana.offer(second).getByRole('timer', { name: 'Time since the request came' });
    const seconds = async () => Number((await timer.innerText()).split(':')[1]);
    const before = await eventually(seconds, (shown) => shown >= 2);

    await ana.page.reload();

    expect(await seconds()).toBeGreaterThanOrEqual(before);
    expect(await ana.compose.inputValue()).toBe('Half a sentence');
    await ana.accept(second);
    for (const customer of [second, first]) {
      await ana.page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: customer.name }).click();
      await ana.end();
      await ana.wrapUpWith('Resolved');
    }
  });

  it('S-16, S-17: 4096 code points go, 4097 do not, and two presses send once', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Emoji Lover');
    await customer.writes('Write as much as you can');
    await ana.accept(customer);

    await ana.compose.fill('😀'.repeat(4097));
    await ana.page.getByText('1 character too many').waitFor();
    expect(await ana.send.isDisabled()).toBe(true);
    await ana.compose.press('Enter');
    expect(await ana.compose.inputValue()).toHaveLength(4097 * 2);

    await ana.compose.fill('😀'.repeat(4096));
    await ana.compose.evaluate((field) => {
      const press = () => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      press();
      press();
    });
    await eventually(
      () => customer.received(),
      ({ length }) => length > 0,
    );
    await ana.write('And a short one');
    expect(
      await eventually(
        () => customer.received(),
        ({ length }) => length > 1,
      ),
    ).toEqual(['😀'.repeat(4096), 'And a short one']);
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('S-38: a wrap-up is found again after a reload and from the list, and its search ignores case and accents', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Pablo Ruiz');
    await customer.writes('Adiós');
    await ana.accept(customer);
    await ana.end();
    await ana.page.reload();
    await ana.wrapUp.waitFor();
    await ana.wrapUp.getByRole('button', { name: 'Later' }).click();
    await ana.page
      .getByRole('navigation', { name: 'Tasks' })
      .getByRole('button', { name: /Pablo Ruiz/ })
      .click();
    await ana.reasons.fill('TÉCHNICAL');
    await ana.page.getByRole('option', { name: 'Technical problem' }).waitFor();
    expect(await ana.page.getByRole('option').allInnerTexts()).toEqual(['Technical problem']);
    await ana.reasons.press('ArrowDown');
    await ana.reasons.press('Enter');
    await ana.submit.press('Enter');
    await ana.wrapUp.waitFor({ state: 'detached' });
  });
});
