import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';
import { alertsOf, hide, watchAlerts } from './testing/alerts';

journeys('an agent with many places', new ContactCenterFile({ maxConversations: 12, offerTimeoutSeconds: 300 }), (on) => {
  it('S-04, S-09: requests stand in a stack of five, and all of them are accepted at once', async () => {
    const ana = await (await on.open({ colorScheme: 'dark' })).available('ana');
    const customers = Array.from({ length: 7 }, (_, at) => on.customers.someone(`Customer ${at + 1} of seven`));
    for (const customer of customers) {
      await customer.writes('Hello');
      await ana.page.waitForFunction((count) => document.title === `(${count}) Parley`, customers.indexOf(customer) + 1);
    }
    const stack = ana.page.getByRole('region', { name: 'Contact requests' });
    await stack.getByText('1–5 of 7').waitFor();
    expect(await ana.offers.allInnerTexts()).toEqual(customers.slice(0, 5).map(({ name }) => expect.stringContaining(name)));
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await stack.getByRole('button', { name: 'Next requests' }).click();
    await stack.getByText('6–7 of 7').waitFor();
    expect(await ana.offers.count()).toBe(2);

    // One of the seven is gone in the meantime: the others are taken, and that one is named.
    const gone = customers[6]!;
    await ana.page.route('**/accept', async (route) => {
      const answer = await route.fetch();
      const { customer } = (await answer.json()) as { customer: { name: string } };
      const closed = { status: 409, contentType: 'application/problem+json', json: { code: 'offer-closed' } };
      await route.fulfill(customer.name === gone.name ? closed : { response: answer });
    });
    await stack.getByRole('button', { name: 'Accept 7 requests' }).click();
    await ana.notices.getByText(`The request of ${gone.name} is not open any more.`).waitFor();
    await ana.messages(customers[0]!).waitFor();
    await ana.compose.and(ana.page.locator(':focus')).waitFor();
    await ana.offers.first().waitFor({ state: 'detached' });
    // The one that is open is read, the other six are not.
    await ana.page.waitForFunction(() => document.title === '(6) Parley');
    const tasks = ana.page.getByRole('navigation', { name: 'Tasks' }).getByRole('listitem');
    await eventually(
      () => tasks.count(),
      (count) => count === 7,
    );
    for (const customer of customers) await tasks.filter({ hasText: customer.name }).getByText('Waits for an answer').waitFor();
    await ana.write('Good morning');
    await tasks.filter({ hasText: customers[0]!.name }).filter({ hasNotText: 'Waits for an answer' }).getByText('Support').waitFor();

    await ana.choose('Lunch');
    await ana.page.getByRole('button', { name: 'State: Available · then Lunch' }).waitFor();
    await ana.page
      .getByRole('alert')
      .getByText(/your state becomes Lunch/)
      .waitFor();
    expect(await accessibilityFaults(ana.page)).toEqual([]);
  });

  it('S-04: of two available agents exactly one is asked', async () => {
    const both = [await (await on.open()).available('carla'), await (await on.open()).available('diego')];
    const customer = on.customers.someone('Only Once', 'sales');
    await customer.writes('Hello');
    const counts = await eventually(
      () => Promise.all(both.map((desktop) => desktop.offer(customer).count())),
      (seen) => seen.includes(1),
    );
    const asked = both[counts.indexOf(1)]!;
    await asked.accept(customer);
    for (const desktop of both) {
      expect(await desktop.offers.count()).toBe(0);
      expect(await desktop.notices.getByText(customer.name).count()).toBe(0);
    }
    expect(counts.toSorted()).toEqual([0, 1]);
    await asked.end();
    await asked.wrapUpWith('Resolved');
    for (const desktop of both) await desktop.choose('Lunch');
  });

  it('S-04: a request is heard, and outside the page when the tab is out of sight, until the agent says otherwise', async () => {
    const ben = await on.open();
    await watchAlerts(ben.page);
    await ben.available('ben');
    const settings = ben.page.getByRole('button', { name: 'Settings of Ben Carter' });
    await settings.click();
    for (const name of ['Sound', 'Desktop notifications']) await ben.page.getByRole('menuitemcheckbox', { name, checked: true }).waitFor();
    expect(await accessibilityFaults(ben.page)).toEqual([]);
    await ben.page.keyboard.press('Escape');
    await hide(ben.page);

    const [heard, muted] = [on.customers.someone('Hella Heard'), on.customers.someone('Mia Muted')];
    await heard.writes('Hello');
    await ben.offer(heard).waitFor();
    await eventually(
      () => alertsOf(ben.page),
      ({ notes, notifications }) => notes === 2 && notifications[0]?.body === 'Hella Heard · Support',
    );
    await ben.accept(heard);
    await eventually(
      () => alertsOf(ben.page),
      ({ notifications }) => notifications[0]?.closed === true,
    );

    await settings.click();
    await ben.page.getByRole('menuitemcheckbox', { name: 'Sound' }).click();
    await ben.page.keyboard.press('Escape');
    await muted.writes('Hello');
    await eventually(
      () => alertsOf(ben.page),
      ({ notifications }) => notifications.length === 2,
    );
    expect((await alertsOf(ben.page)).notes).toBe(2);
    await ben.accept(muted);
    const heardLater = on.customers.someone('Lara Later');
    await settings.click();
    await ben.page.getByRole('menuitemcheckbox', { name: 'Desktop notifications' }).click();
    await ben.page.keyboard.press('Escape');
    await heardLater.writes('Hello');
    await ben.accept(heardLater);
    expect(await alertsOf(ben.page)).toMatchObject({ notes: 2, notifications: { length: 2 } });
    await ben.choose('Lunch');
  });

  it('S-36, S-37, S-39: asks whether the customer is ready to finish, and takes more time to choose the reason', async () => {
    const diego = await (await on.open()).available('diego');
    const customer = on.customers.someone('Finn Finished', 'sales');
    await customer.writes('That was all');
    await diego.accept(customer);
    await diego.page.getByRole('button', { name: 'Ask to finish' }).click();
    await diego.compose.press('Enter');
    expect(
      await eventually(
        () => customer.received(),
        ({ length }) => length > 0,
      ),
    ).toEqual([expect.stringContaining('ready to finish')]);

    await diego.end();
    const left = diego.wrapUp.getByText(/until “None given” is applied/);
    const seconds = async () => {
      const [, minutes, rest] = /^(\d+):(\d\d)/.exec(await left.innerText())!;
      return Number(minutes) * 60 + Number(rest);
    };
    expect(await seconds()).toBeLessThanOrEqual(120);
    expect(await diego.wrapUp.getByRole('timer', { name: 'Time in wrap-up' }).innerText()).toMatch(/^0:\d\d$/);
    for (const times of [1, 2, 3]) {
      await diego.wrapUp.getByRole('button', { name: 'More time' }).click();
      await eventually(seconds, (now) => now > 120 + (times - 1) * 60 && now <= 120 + times * 60);
    }
    await diego.wrapUp.getByRole('button', { name: 'More time' }).waitFor({ state: 'detached' });

    await diego.wrapUp.getByRole('button', { name: 'Later' }).click();
    await diego.page.getByRole('button', { name: /^Wrap-up.*Finn Finished/ }).click();
    await diego.wrapUpWith('Resolved');
  });

  it('what is new to read is the same in all tabs and after a reload', async () => {
    const first = await (await on.open()).available('carla');
    const [quiet, eager] = [on.customers.someone('Quiet Quinn'), on.customers.someone('Eager Edda')];
    await quiet.writes('Hello from Quinn');
    await first.accept(quiet);
    await eager.writes('Hello from Edda');
    await first.accept(eager);
    await first.bubble('Hello from Edda').waitFor();
    await first.page.waitForFunction(() => document.title === 'Parley'); // which counts what is offered or not read
    const second = await (await first.another()).signIn('carla');
    const task = ({ page }: typeof first, { name }: typeof quiet) => page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name });
    for (const desktop of [first, second]) {
      await task(desktop, quiet).click();
      await desktop.bubble('Hello from Quinn').waitFor();
    }
    await first.page.bringToFront();

    await eager.writes('Are you there?');
    await eager.writes('It is urgent');
    for (const desktop of [first, second]) await task(desktop, eager).filter({ hasText: '2 new messages' }).waitFor();
    await first.page.reload();
    await task(first, eager).filter({ hasText: '2 new messages' }).waitFor();

    await task(first, eager).click();
    await first.bubble('Are you there?').getByText('New messages').waitFor();
    for (const desktop of [first, second]) await task(desktop, eager).filter({ hasNotText: 'new messages' }).waitFor();
    await first.page.reload();
    await first.bubble('It is urgent').waitFor();
    expect(await first.page.getByText(/new messages/i).count()).toBe(0);

    for (const customer of [eager, quiet]) {
      await task(first, customer).click();
      await first.end();
      await first.wrapUpWith('Resolved');
    }
    await first.choose('Sign out');
    await first.page.getByLabel('Password').waitFor();
    expect(await first.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('parley.read.')))).toEqual([]);
  });

  it('all tabs of an agent agree: state, drafts, requests, and the end of the session', async () => {
    const first = await (await on.open()).available('carla');
    const second = await (await first.another()).signIn('carla');
    await second.page.getByRole('button', { name: 'State: Available' }).waitFor();
    const customer = on.customers.someone('Two Tabs');
    await customer.writes('Hello');
    await second.offer(customer).waitFor();
    await first.accept(customer);
    await second.offer(customer).waitFor({ state: 'detached' });
    await second.page
      .getByRole('navigation', { name: 'Tasks' })
      .getByRole('button', { name: /Two Tabs/ })
      .click();
    await first.compose.fill('Begun here');
    await eventually(
      () => second.compose.inputValue(),
      (text) => text === 'Begun here',
    );
    await second.compose.fill('Begun here, sent there');
    await second.compose.press('Enter');
    await first.bubble('Begun here, sent there').getByText('Delivered').waitFor();
    await eventually(
      () => first.compose.inputValue(),
      (text) => text === '',
    );

    await first.compose.fill('What I forgot');
    const third = await (await first.another()).signIn('carla');
    await third.page.getByRole('button', { name: /Two Tabs/ }).click();
    await eventually(
      () => third.compose.inputValue(),
      (text) => text === 'What I forgot',
    );

    await first.page.bringToFront();
    await first.end();
    await second.wrapUp.waitFor();
    await first.wrapUpWith('Resolved');
    await second.wrapUp.waitFor({ state: 'detached' });
    await first.choose('Lunch');
    await second.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
    await first.choose('Sign out');
    for (const desktop of [first, second, third]) await desktop.page.getByLabel('Password').waitFor();
  });
});
