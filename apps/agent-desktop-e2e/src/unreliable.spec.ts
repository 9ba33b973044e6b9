import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';
import { killService } from './testing/kill-service';

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

  it('S-15, S-17: shows what came while the line was down before anything is sent', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Busy Writer');
    await customer.writes('First');
    await ana.accept(customer);
    await ana.bubble('First').waitFor();
    const shownWhenSent: boolean[] = [];
    await ana.page.route('**/api/conversations/*/messages', async (route) => {
      if (route.request().method() === 'POST') shownWhenSent.push(await ana.bubble('Second').isVisible());
      await route.continue();
    });
    await ana.page.context().setOffline(true);
    await ana.catchingUp.waitFor();
    await customer.writes('Second');
    await ana.write('My answer to the first');
    await ana.bubble('My answer to the first').getByText('Waits until you have seen what is new').waitFor();
    await ana.recorded('ana', new URL(ana.page.url()).pathname, 'Second');
    await ana.page.context().setOffline(false);
    await ana.bubble('Second').waitFor();
    await ana.catchingUp.waitFor({ state: 'detached' });
    await ana.bubble('My answer to the first').getByText('Delivered').waitFor();
    expect(shownWhenSent).toEqual([true]);

    await ana.page.context().setOffline(true);
    await ana.catchingUp.waitFor();
    await ana.write('Said too soon');
    await ana.bubble('Said too soon').getByRole('button', { name: 'Discard' }).click();
    expect(await ana.compose.inputValue()).toBe('Said too soon');
    await customer.writes('Third, which changes everything');
    await ana.page.context().setOffline(false);
    await ana.bubble('Third, which changes everything').waitFor();
    await ana.catchingUp.waitFor({ state: 'detached' });
    expect(await customer.received()).toEqual(['My answer to the first']);
    await ana.compose.fill('');
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('is behind while what came meanwhile could not be read, and reads it when asked or by itself', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Half Back');
    await customer.writes('First');
    await ana.accept(customer);
    await ana.bubble('First').waitFor();
    const page = /\/api\/conversations\/[^/]+\/messages\?/;
    await ana.page.route(page, (route) => route.abort());
    await ana.page.context().setOffline(true);
    await ana.catchingUp.waitFor();
    await customer.writes('Second');
    await ana.page.context().setOffline(false);
    const trouble = ana.page.getByRole('alert').filter({ hasText: 'The messages could not be loaded.' });
    await trouble.waitFor();
    expect(await ana.catchingUp.count()).toBe(1);
    await ana.page.unroute(page);
    await trouble.getByRole('button', { name: 'Try again' }).press('Enter');
    await ana.bubble('Second').waitFor();
    await ana.catchingUp.waitFor({ state: 'detached' });
    await ana.compose.and(ana.page.locator(':focus')).waitFor();
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('catches up after a sleep of the machine, and after the gateway was killed', async () => {
    const ana = await on.open();
    await ana.page.clock.install();
    await ana.page.reload();
    await ana.available('ana');
    const customer = on.customers.someone('Nightly Writer');
    await customer.writes('Good evening');
    await ana.accept(customer);
    let release: () => void = () => undefined;
    const awake = new Promise<void>((resolve) => (release = resolve));
    await ana.page.route('**/api/live', (route) => awake.then(() => route.continue()).catch(() => undefined));
    await ana.page.clock.fastForward('08:00:00');
    await ana.catchingUp.waitFor();
    await customer.writes('Good morning');
    expect(await ana.bubble('Good morning').count()).toBe(0);
    release();
    await ana.bubble('Good morning').waitFor();
    await ana.catchingUp.waitFor({ state: 'detached' });

    const seen = ana.catchingUp.waitFor();
    killService(on.product, 'agent-gateway');
    await seen;
    await ana.catchingUp.waitFor({ state: 'detached' });
    await customer.writes('Still there?');
    await ana.bubble('Still there?').waitFor();
    await ana.write('Always');
    await ana.bubble('Always').getByText('Delivered').waitFor();
    await ana.end();
    await ana.wrapUpWith('Resolved');
  });

  it('a part of the page whose code does not come can be asked for again, and the rest goes on', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Partly Loaded');
    await customer.writes('Hello');
    await ana.accept(customer);
    const codeOfEmoji = /\/assets\/emoji-picker-[^/]*\.js$/;
    await ana.page.route(codeOfEmoji, (route) => route.abort());
    await ana.page.getByRole('button', { name: 'Emoji', exact: true }).click();
    const emoji = ana.page.getByRole('dialog', { name: 'Emoji' });
    await emoji.getByRole('alert').getByText('This part of the page could not be loaded.').waitFor();
    await ana.page.keyboard.press('Escape');
    await ana.write('Everything else works');
    await ana.bubble('Everything else works').getByText('Delivered').waitFor();
    await ana.page.getByRole('button', { name: 'Emoji', exact: true }).click();
    const again = emoji.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await ana.page.unroute(codeOfEmoji);
    await again.click();
    await emoji.getByLabel('Search emoji').waitFor();
    await ana.page.keyboard.press('Escape');
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
