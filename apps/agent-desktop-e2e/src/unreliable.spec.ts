import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';

journeys('the network is not to be relied on', new ContactCenterFile(), (on) => {
  it('S-17: a message whose answers are lost reaches the customer once', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Lost Answers');
    await customer.writes('Hello');
    await ana.accept(customer);
    const ids: string[] = [];
    let lost = 0;
    await ana.page.route('**/api/conversations/*/messages', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      ids.push((route.request().postDataJSON() as { messageId: string }).messageId);
      if (lost++ >= 2) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await ana.write('Only once, please');
    await eventually(
      async () => ids,
      ({ length }) => length > 2,
    );
    await ana.bubble('Only once, please').getByText('Delivered').waitFor();
    await ana.write('And this after it');
    expect(
      await eventually(
        () => customer.received(),
        ({ length }) => length > 1,
      ),
    ).toEqual(['Only once, please', 'And this after it']);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('shows what came while the line was down', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Busy Writer');
    await customer.writes('First');
    await ana.accept(customer);
    await ana.bubble('First').waitFor();
    await ana.page.context().setOffline(true);
    await ana.page.getByText('The connection was lost. Catching up…').waitFor();
    await customer.writes('Second');
    await ana.page.context().setOffline(false);
    await ana.bubble('Second').waitFor();
    await ana.page.getByText('The connection was lost. Catching up…').waitFor({ state: 'detached' });
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('says why a message failed, and what is not a text', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Far Away');
    await customer.writes('', { type: 'location', raw: { location: { latitude: 1.5, longitude: 2.5, name: 'Example Square' } } });
    await ana.accept(customer);
    await ana.messages(customer).getByText('Example Square').waitFor();
    await customer.writes('', { type: 'never_heard_of', raw: { never_heard_of: { some: 'thing' } } });
    await ana
      .messages(customer)
      .getByText(/never_heard_of/)
      .waitFor();
    await on.customers.faults({ statuses: { failNext: { times: 1 } } });
    await ana.write('Can you read this?');
    await ana.bubble('Can you read this?').getByText('Failed').waitFor();
    await ana
      .bubble('Can you read this?')
      .getByText(/131026/)
      .waitFor();
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });
});
